// Holds what must stay secret. The template never sees a secret: docs/deploy.md says how each gets in.
param suffix string
param location string
param tags object
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: 'kv-${suffix}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    // Without the token secret no scan code can be read again.
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
  }
}

resource watch 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'points'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
