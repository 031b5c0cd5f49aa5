// Two accounts: one for the host and the packages, one for the journal, which nobody can change afterwards.
param suffix string
param location string
param tags object
param journalDays int
param workspaceId string

var keyless = {
  allowSharedKeyAccess: false
  allowBlobPublicAccess: false
  defaultToOAuthAuthentication: true
  minimumTlsVersion: 'TLS1_2'
  supportsHttpsTrafficOnly: true
}

resource host 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'sthost${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_LRS'
  }
  properties: keyless

  resource blobs 'blobServices' = {
    name: 'default'

    resource packages 'containers' = {
      name: 'packages'
    }
  }
}

resource journal 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'stjournal${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: keyless

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      containerDeleteRetentionPolicy: {
        enabled: true
        days: 90
      }
    }

    resource files 'containers' = {
      name: 'journal'

      // Unlocked, so that a test environment can be removed; docs/deploy.md locks it where points are real.
      resource keep 'immutabilityPolicies' = {
        name: 'default'
        properties: {
          immutabilityPeriodSinceCreationInDays: journalDays
          allowProtectedAppendWrites: true
        }
      }
    }
  }
}

resource journalWatch 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'points'
  scope: journal::blobs
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageWrite'
        enabled: true
      }
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

output hostName string = host.name
output deploymentContainer string = host::blobs::packages.name
output journalName string = journal.name
output journalContainer string = journal::blobs::files.name
output journalEndpoint string = journal.properties.primaryEndpoints.blob
