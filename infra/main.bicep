// Everything the points backend needs, from an empty subscription. docs/deploy.md has every step around it.
targetScope = 'subscription'

@description('Names the environment and everything in it: points-prod, points-test.')
@minLength(3)
@maxLength(20)
param environmentName string

@description('Region of everything that has one.')
param location string = 'japaneast'

@description('Object id of the person or pipeline that uploads the app. Empty: nobody gets that right.')
param deployerPrincipalId string = ''

@description('Whether the deployer is a person or a pipeline.')
@allowed(['User', 'ServicePrincipal'])
param deployerPrincipalType string = 'User'

@description('Object ids of the people who make and revoke terminal keys.')
param operatorPrincipalIds array = []

@description('Who is told when something is wrong.')
param alertEmails array = []

@description('How the store is paid for. Fixed when the store is made: another value needs a new environment.')
@allowed(['serverless', 'autoscale'])
param storeCapacity string = 'serverless'

@description('Request units a second that the accounts may grow to, where the store is autoscale.')
@minValue(1000)
param accountsMaxRequestUnits int = 10000

@description('HTTP instances that are always warm. 0 saves money and makes the first till of the day wait.')
@minValue(0)
param alwaysReadyHttp int = 1

@description('The most instances that may run at once.')
@minValue(1)
param maximumInstances int = 40

@description('Domain of the mails, such as mail.example.jp. Empty: the domain that Azure gives, enough to try.')
param mailDomain string = ''

@description('True once the DNS records of the mail domain are verified: only then can it be linked.')
param mailDomainVerified bool = false

@description('Local part of the sender at the mail domain.')
param mailSender string = 'points'

@description('Public key that incoming mail is signed with, in base64. Empty: none is accepted.')
param mailReceiverKey string = ''

@description('Address of the web pages, as links in mails name it. Empty: that of the function app.')
param siteAddress string = ''

@description('Programs and facilities that are paused, as in kkr,keio/shinjuku.')
param pausedService string = ''

@description('Days for which a journal file can be neither changed nor removed.')
param journalDays int = 3650

@description('Days for which events and traces are kept.')
param logDays int = 90

@description('Yen a month; at 80 % spent and at 100 % expected somebody is told. 0: no budget.')
param budgetYen int = 0

@description('First day of a month, from which the budget counts.')
param budgetFrom string = '2026-12-01'

var tags = {
  'azd-env-name': environmentName
  application: 'points'
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module resources 'resources.bicep' = {
  name: 'points'
  scope: group
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    deployerPrincipalId: deployerPrincipalId
    deployerPrincipalType: deployerPrincipalType
    operatorPrincipalIds: operatorPrincipalIds
    alertEmails: alertEmails
    storeCapacity: storeCapacity
    accountsMaxRequestUnits: accountsMaxRequestUnits
    alwaysReadyHttp: alwaysReadyHttp
    maximumInstances: maximumInstances
    mailDomain: mailDomain
    mailDomainVerified: mailDomainVerified
    mailSender: mailSender
    mailReceiverKey: mailReceiverKey
    siteAddress: siteAddress
    pausedService: pausedService
    journalDays: journalDays
    logDays: logDays
    budgetYen: budgetYen
    budgetFrom: budgetFrom
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output FUNCTION_APP string = resources.outputs.functionApp
output SITE_ADDRESS string = resources.outputs.siteAddress
output STORE_ENDPOINT string = resources.outputs.storeEndpoint
output STORE_DATABASE string = resources.outputs.storeDatabase
output KEY_VAULT string = resources.outputs.keyVault
output EMAIL_SERVICE string = resources.outputs.emailService
