// What wakes somebody. A failed work is no alert: failing is a result that its owner reads. A failed orchestration is one, since the rules never fail an
// instance; then code, history or host is broken, and works hang.

@description('Short word that the names of the alerts begin with.')
param prefix string

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags object

@description('Where alerts go.')
@minLength(3)
param emailAddress string

@description('Resource id of the Application Insights component.')
param applicationInsightsId string

@description('Resource id of the app.')
param appId string

@description('Resource id of the storage account.')
param storageAccountId string

@description('Gigabyte-seconds of compute in an hour from which on the app is thought to run away.')
@minValue(1)
param computeGbSecondsPerHour int

@description('Minutes that due work may wait for its run before somebody is told.')
@minValue(5)
param oldestWorkInMinutes int

// The meter counts megabyte-milliseconds.
var unitsPerGbSecond = 1024000

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${prefix}-people'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'work'
    emailReceivers: [
      {
        name: 'email'
        emailAddress: emailAddress
        useCommonAlertSchema: true
      }
    ]
  }
}

resource failedOrchestrations 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: '${prefix}-failed-orchestrations'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Orchestrations failed'
    description: 'An instance failed: its works hang. See docs/azure.md for what to look at.'
    severity: 1
    enabled: true
    scopes: [applicationInsightsId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'requests | where name startswith "orchestration:" and success == false'
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
}

// The app says why it refuses a message, and the host that it has given one up.
resource poisonedMessages 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: '${prefix}-poisoned-messages'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Messages in a poison queue'
    description: 'A request that came by a queue was not accepted: look into the queue work-requests-poison.'
    severity: 3
    enabled: true
    scopes: [applicationInsightsId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'traces | where message has "goes to the poison queue" or message startswith "Message has reached MaxDequeueCount"'
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
}

// The metric is in seconds, and each instance of the app tells the same.
resource oldWork 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: '${prefix}-old-work'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Due work waits'
    description: 'Work that is due is not run: too few instances, a limit that is too low, or an outage.'
    severity: 2
    enabled: true
    scopes: [applicationInsightsId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'customMetrics | where name == "work.queue.age"'
          metricMeasureColumn: 'valueMax'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: oldestWorkInMinutes * 60
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
}

resource serverErrors 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${prefix}-server-errors'
  location: 'global'
  tags: tags
  properties: {
    description: 'The API answers 5xx.'
    severity: 2
    enabled: true
    scopes: [appId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'http5xx'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'Http5xx'
          operator: 'GreaterThan'
          threshold: 5
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource runaway 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${prefix}-runaway'
  location: 'global'
  tags: tags
  properties: {
    description: 'More compute in an hour than expected: a loop, or a bill.'
    severity: 2
    enabled: true
    scopes: [appId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'compute'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'OnDemandFunctionExecutionUnits'
          operator: 'GreaterThan'
          threshold: computeGbSecondsPerHour * unitsPerGbSecond
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource storageUnavailable 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${prefix}-storage-availability'
  location: 'global'
  tags: tags
  properties: {
    description: 'The storage account refuses or fails requests.'
    severity: 1
    enabled: true
    scopes: [storageAccountId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'availability'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'Availability'
          operator: 'LessThan'
          threshold: 99
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
