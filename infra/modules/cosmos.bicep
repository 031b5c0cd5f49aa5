// The store. Its containers are those of functions/Store/Containers.cs; tests/Infra.Tests compares them.
param name string
param location string
param tags object
@allowed(['serverless', 'autoscale'])
param capacity string
param accountsMaxRequestUnits int
param appPrincipalId string
param operatorPrincipalIds array
param workspaceId string

var databaseName = 'points'

// indexed: the paths that queries ask for, and no others; '*' is everything. ttl: 0 where documents stay for ever,
// -1 where each says itself how long it lives.
var containers = [
  { name: 'accounts', partitionKey: '/accountId', ttl: 0, indexed: ['/type/?', '/number/?', '/nextLapseOn/?', '/withdrawalDueOn/?', '/warnOn/?', '/erasureDueOn/?', '/program/?', '/journalKey/?'] }
  { name: 'cards', partitionKey: '/cardNumber', ttl: 0, indexed: [] }
  { name: 'lookups', partitionKey: '/key', ttl: -1, indexed: [] }
  { name: 'keys', partitionKey: '/id', ttl: 0, indexed: [] }
  { name: 'members', partitionKey: '/memberId', ttl: 0, indexed: ['/unclaimedOn/?', '/cardlessSince/?'] }
  { name: 'operations', partitionKey: '/id', ttl: 0, indexed: ['/kind/?'] }
  { name: 'mail', partitionKey: '/id', ttl: -1, indexed: ['/state/?', '/urgency/?', '/nextTryAt/?', '/memberId/?', '/accountId/?', '/queuedAt/?', '/program/?'] }
  { name: 'leases', partitionKey: '/id', ttl: 0, indexed: ['*'] }
]

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [
      {
        locationName: location
        failoverPriority: 0
      }
    ]
    // A till must find what another one wrote a moment ago, whichever instance answers it.
    consistencyPolicy: {
      defaultConsistencyLevel: 'Strong'
    }
    capabilities: capacity == 'serverless' ? [{ name: 'EnableServerless' }] : []
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: 'Continuous7Days'
      }
    }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-04-15' = {
  parent: account
  name: databaseName
  properties: {
    resource: {
      id: databaseName
    }
    options: capacity == 'serverless' ? {} : { autoscaleSettings: { maxThroughput: 1000 } }
  }
}

@batchSize(2)
resource stores 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-04-15' = [for container in containers: {
  parent: database
  name: container.name
  properties: {
    resource: union({
      id: container.name
      partitionKey: {
        kind: 'Hash'
        version: 2
        paths: [container.partitionKey]
      }
      indexingPolicy: {
        automatic: true
        indexingMode: 'consistent'
        includedPaths: map(container.indexed, path => { path: path == '*' ? '/*' : path })
        excludedPaths: contains(container.indexed, '*') ? [] : [{ path: '/*' }]
      }
    }, container.ttl == 0 ? {} : { defaultTtl: container.ttl })
    // The ledger must not wait for the rest; the rest shares what the database has.
    options: capacity == 'autoscale' && container.name == 'accounts' ? { autoscaleSettings: { maxThroughput: accountsMaxRequestUnits } } : {}
  }
}]

// The app works on one database; an operator on the terminal keys alone. Data Contributor, the smallest role that writes.
var grants = concat(
  [{ principalId: appPrincipalId, scope: '${account.id}/dbs/${databaseName}' }],
  map(operatorPrincipalIds, id => { principalId: id, scope: '${account.id}/dbs/${databaseName}/colls/keys' })
)

// One after the other: two at once end in 412.
@batchSize(1)
resource rights 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-04-15' = [for grant in grants: {
  parent: account
  name: guid(account.id, string(grant.principalId), string(grant.scope))
  properties: {
    principalId: grant.principalId
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002'
    scope: grant.scope
  }
  dependsOn: [stores]
}]

resource watch 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'points'
  scope: account
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    // Logs of requests and of partition keys would name cards: they stay off.
    logs: [
      {
        category: 'ControlPlaneRequests'
        enabled: true
      }
    ]
  }
}

output id string = account.id
output endpoint string = account.properties.documentEndpoint
output database string = database.name
