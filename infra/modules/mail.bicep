// Outgoing mail. A domain of one's own takes two passes: made and verified in DNS first, linked afterwards.
param environmentName string
param suffix string
param tags object
param domain string
param domainVerified bool
param sender string
param workspaceId string

var hasDomain = !empty(domain)
var usesDomain = hasDomain && domainVerified

resource service 'Microsoft.Communication/emailServices@2025-09-01' = {
  name: 'mail-${environmentName}-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    dataLocation: 'Japan'
  }
}

// Works at once, for a handful of mails an hour.
resource given 'Microsoft.Communication/emailServices/domains@2025-09-01' = {
  parent: service
  name: 'AzureManagedDomain'
  location: 'global'
  tags: tags
  properties: {
    domainManagement: 'AzureManaged'
  }
}

resource own 'Microsoft.Communication/emailServices/domains@2025-09-01' = if (hasDomain) {
  parent: service
  name: hasDomain ? domain : 'none'
  location: 'global'
  tags: tags
  properties: {
    domainManagement: 'CustomerManaged'
    userEngagementTracking: 'Disabled'
  }
}

resource from 'Microsoft.Communication/emailServices/domains/senderUsernames@2025-09-01' = if (usesDomain) {
  parent: own
  name: sender
  properties: {
    username: sender
    displayName: sender
  }
}

resource communication 'Microsoft.Communication/communicationServices@2025-09-01' = {
  name: 'acs-${environmentName}-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    dataLocation: 'Japan'
    disableLocalAuth: true
    linkedDomains: [usesDomain ? own.id : given.id]
  }
}

// What was handed over. The log of deliveries would name recipients: it stays off.
resource watch 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'points'
  scope: communication
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'EmailSendMailOperational'
        enabled: true
      }
    ]
  }
}

output communicationName string = communication.name
output endpoint string = 'https://${communication.properties.hostName}'
output emailServiceName string = service.name
output from string = usesDomain ? '${sender}@${domain}' : 'DoNotReply@${given.properties.mailFromSenderDomain}'
