// The function app on Flex Consumption. Its settings are those of functions/Settings.cs; tests/Infra.Tests compares them.
param name string
param planName string
param location string
param tags object
param identityId string
param identityClientId string
param alwaysReadyHttp int
param maximumInstances int
param hostStorageName string
param deploymentContainer string
param insightsConnection string
param storeEndpoint string
param vaultUri string
param journalEndpoint string
param journalContainer string
param mailEndpoint string
param mailFrom string
param mailReceiverKey string
param siteAddress string
param pausedService string

resource host 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // The name of the service in azure.yaml.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${host.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyHttp == 0 ? [] : [
          {
            name: 'http'
            instanceCount: alwaysReadyHttp
          }
        ]
      }
    }
  }

  resource scmWithoutPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  resource ftpWithoutPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      // Of the platform.
      AzureWebJobsStorage__blobServiceUri: host.properties.primaryEndpoints.blob
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId
      AzureWebJobsDisableHomepage: 'true'
      APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
      Cosmos__credential: 'managedidentity'

      // Of the app.
      Cosmos__accountEndpoint: storeEndpoint
      Cosmos__clientId: identityClientId
      Store__Create: 'false'
      Cards__TokenSecret: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/cards-token-secret)'
      // The platform's front end notes the client; the host's own note is the front end.
      Clients__AddressFrom: 'Platform'
      Clients__FrontDoorId: ''
      RateLimit__PerKeyPerMinute: '6000'
      RateLimit__PublicPerMinute: '60'
      Site__BaseAddress: siteAddress
      Mail__From: mailFrom
      Operations__OldestDays: '30'
      Service__Paused: pausedService
      Mail__Endpoint: mailEndpoint
      Mail__clientId: identityClientId
      Mail__PerMinute: '30'
      Mail__PerHour: '100'
      Mail__Tries: '12'
      Mail__NoticeDays: '3'
      Journal__blobServiceUri: journalEndpoint
      Journal__clientId: identityClientId
      Journal__Container: journalContainer
      // The public half of a key: it only checks signatures.
      Kakunin__PublicKey: mailReceiverKey
      Kakunin__SignatureHeader: 'X-Twilio-Email-Event-Webhook-Signature'
      Kakunin__TimestampHeader: 'X-Twilio-Email-Event-Webhook-Timestamp'
      Kakunin__MaxAgeSeconds: '600'
      Kakunin__RepliesPerMemberPerDay: '5'
      Kakunin__RepliesPerHour: '1000'
      Kakunin__AnswerStrangers: 'false'
      Sweeps__AtOnce: '16'
      Session__IdleMinutes: '30'
      Session__MaxHours: '12'
      Session__LoginMailsPerAddress: '5'
      Session__LeastAnswerMilliseconds: '400'
      RateLimit__WrongScansPerKeyPerMinute: '60'
      RateLimit__RegistrationsPerMinute: '10'
      RateLimit__MailsPerAddressPerHour: '5'
      Members__CardlessDays: '30'
    }
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName
