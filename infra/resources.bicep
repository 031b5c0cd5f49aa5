// One environment: what it is made of, and who may do what with it.
param environmentName string
param location string
param tags object
param deployerPrincipalId string
param deployerPrincipalType string
param operatorPrincipalIds array
param alertEmails array
param storeCapacity string
param accountsMaxRequestUnits int
param alwaysReadyHttp int
param maximumInstances int
param mailDomain string
param mailDomainVerified bool
param mailSender string
param mailReceiverKey string
param siteAddress string
param pausedService string
param journalDays int
param logDays int
param budgetYen int
param budgetFrom string

// Names that must be the only one of their kind in the world.
var suffix = uniqueString(subscription().id, environmentName)
var functionAppName = 'func-${environmentName}-${suffix}'
var site = empty(siteAddress) ? 'https://${functionAppName}.azurewebsites.net' : siteAddress

// One identity, made before the app: its rights are there when the app starts for the first time.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${environmentName}'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    retentionDays: logDays
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    suffix: suffix
    location: location
    tags: tags
    journalDays: journalDays
    workspaceId: monitoring.outputs.workspaceId
  }
}

module cosmos 'modules/cosmos.bicep' = {
  name: 'cosmos'
  params: {
    name: 'cosmos-${environmentName}-${suffix}'
    location: location
    tags: tags
    capacity: storeCapacity
    accountsMaxRequestUnits: accountsMaxRequestUnits
    appPrincipalId: identity.properties.principalId
    operatorPrincipalIds: operatorPrincipalIds
    workspaceId: monitoring.outputs.workspaceId
  }
}

module mail 'modules/mail.bicep' = {
  name: 'mail'
  params: {
    environmentName: environmentName
    suffix: suffix
    tags: tags
    domain: mailDomain
    domainVerified: mailDomainVerified
    sender: mailSender
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    suffix: suffix
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

module access 'modules/access.bicep' = {
  name: 'access'
  params: {
    appPrincipalId: identity.properties.principalId
    deployerPrincipalId: deployerPrincipalId
    deployerPrincipalType: deployerPrincipalType
    hostStorageName: storage.outputs.hostName
    deploymentContainer: storage.outputs.deploymentContainer
    journalStorageName: storage.outputs.journalName
    journalContainer: storage.outputs.journalContainer
    insightsName: monitoring.outputs.insightsName
    vaultName: vault.outputs.name
    communicationName: mail.outputs.communicationName
  }
}

module functions 'modules/functions.bicep' = {
  name: 'functions'
  params: {
    name: functionAppName
    planName: 'plan-${environmentName}'
    location: location
    tags: tags
    identityId: identity.id
    identityClientId: identity.properties.clientId
    alwaysReadyHttp: alwaysReadyHttp
    maximumInstances: maximumInstances
    hostStorageName: storage.outputs.hostName
    deploymentContainer: storage.outputs.deploymentContainer
    insightsConnection: monitoring.outputs.insightsConnection
    storeEndpoint: cosmos.outputs.endpoint
    vaultUri: vault.outputs.uri
    journalEndpoint: storage.outputs.journalEndpoint
    journalContainer: storage.outputs.journalContainer
    mailEndpoint: mail.outputs.endpoint
    mailFrom: mail.outputs.from
    mailReceiverKey: mailReceiverKey
    siteAddress: site
    pausedService: pausedService
  }
  // The app must find its rights when it starts.
  dependsOn: [access]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    emails: alertEmails
    workspaceId: monitoring.outputs.workspaceId
    insightsId: monitoring.outputs.insightsId
    cosmosId: cosmos.outputs.id
    siteAddress: 'https://${functions.outputs.hostName}'
    budgetYen: budgetYen
    budgetFrom: budgetFrom
  }
}

output functionApp string = functions.outputs.name
output siteAddress string = site
output storeEndpoint string = cosmos.outputs.endpoint
output storeDatabase string = cosmos.outputs.database
output keyVault string = vault.outputs.name
output emailService string = mail.outputs.emailServiceName
