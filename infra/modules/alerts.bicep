// What is watched, who is told, and the page that shows it. Each alert has its page in docs/operations.md.
param environmentName string
param location string
param tags object
param emails array
param workspaceId string
param insightsId string
param cosmosId string
param siteAddress string
param budgetYen int
param budgetFrom string

var rules = loadJsonContent('../alerts.json')

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${environmentName}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'points'
    emailReceivers: [for (address, i) in emails: {
      name: 'mail-${i}'
      emailAddress: address
      useCommonAlertSchema: true
    }]
  }
}

// Every query gives a row for what is wrong, and none while all is well.
resource fromLogs 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules.logs: {
  name: 'alert-${rule.id}-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: '${rule.title} (${environmentName})'
    description: '${rule.broke} ${rule.matters} ${rule.look} Runbook: docs/operations.md, "${rule.title}".'
    severity: rule.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: rule.every
    windowSize: rule.over
    overrideQueryTimeRange: rule.?looksBack
    autoMitigate: true
    // The tables of a new workspace come into being with their first row.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: join(rule.query, '\n')
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [people.id]
    }
  }
}]

resource throttled 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${rules.throttled.id}-${environmentName}'
  location: 'global'
  tags: tags
  properties: {
    description: '${rules.throttled.broke} ${rules.throttled.matters} ${rules.throttled.look} Runbook: docs/operations.md, "${rules.throttled.title}".'
    severity: rules.throttled.severity
    enabled: true
    scopes: [cosmosId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
          metricName: 'TotalRequests'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 100
          dimensions: [
            {
              name: 'StatusCode'
              operator: 'Include'
              values: ['429']
            }
          ]
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

resource knock 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'health-${environmentName}'
  location: location
  // The portal finds the test by this tag.
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    Name: 'health-${environmentName}'
    SyntheticMonitorId: 'health-${environmentName}'
    Kind: 'standard'
    Enabled: true
    Frequency: 900
    Timeout: 30
    RetryEnabled: true
    Locations: [
      { Id: 'apac-jp-kaw-edge' }
      { Id: 'apac-hk-hkn-azr' }
      { Id: 'apac-sg-sin-azr' }
    ]
    Request: {
      RequestUrl: '${siteAddress}/api/health'
      HttpVerb: 'GET'
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 14
    }
  }
}

resource silent 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${rules.silent.id}-${environmentName}'
  location: 'global'
  tags: tags
  properties: {
    description: '${rules.silent.broke} ${rules.silent.matters} ${rules.silent.look} Runbook: docs/operations.md, "${rules.silent.title}".'
    severity: rules.silent.severity
    enabled: true
    scopes: [knock.id, insightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: knock.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

resource page 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'points')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Points (${environmentName})'
    category: 'workbook'
    sourceId: insightsId
    serializedData: replace(replace(loadTextContent('../workbook.json'), '{{workspaceId}}', workspaceId), '{{cosmosId}}', cosmosId)
  }
}

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = if (budgetYen > 0) {
  name: 'budget-${environmentName}'
  properties: {
    category: 'Cost'
    amount: budgetYen
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: budgetFrom
    }
    notifications: {
      spent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: emails
        contactGroups: [people.id]
      }
      expected: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: emails
        contactGroups: [people.id]
      }
    }
  }
}
