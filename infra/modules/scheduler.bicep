// The Durable Task Scheduler with one task hub: the backend that costs nothing while nothing runs.
// Roles are given on the hub, not on the scheduler: the app can neither see nor change another app's hub.

@description('Name of the scheduler.')
@minLength(3)
@maxLength(64)
param name string

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags object

@description('Name of the task hub; the app is told the same name.')
@minLength(3)
@maxLength(45)
param taskHubName string

@description('Consumption: paid by action, 500 actions a second at most. Dedicated: paid by capacity unit, 2,000 actions a second for each.')
@allowed(['Consumption', 'Dedicated'])
param sku string

@description('Capacity units of the Dedicated scheduler; three make it highly available.')
@minValue(1)
@maxValue(3)
param capacity int

@description('Whether the scheduler is reached through a private endpoint only.')
param privateOnly bool

@description('Addresses (IPv4, IPv6 or CIDR) that may call the scheduler; an empty list lets nobody in.')
param allowedAddresses string[]

@description('Days after which an ended instance is purged: 30 at most with Consumption, 90 with Dedicated.')
@minValue(1)
@maxValue(90)
param retentionInDays int

@description('Object id of the identity that the app runs as: it starts orchestrations and runs them.')
param principalId string

@description('Object id of a group or user that may look at the hub and its dashboard; empty for nobody.')
param operatorPrincipalId string

@description('What the operator is.')
@allowed(['Group', 'User'])
param operatorPrincipalType string

var roles = {
  durableTaskDataContributor: '0ad04412-c4d5-4796-b79c-f76d14c8d402'
  durableTaskDataReader: 'd6a5505f-6ebb-45a4-896e-ac8274cfc0ac'
}

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: sku == 'Dedicated' ? { name: sku, capacity: capacity } : { name: sku }
    publicNetworkAccess: privateOnly ? 'Disabled' : 'Enabled'
    ipAllowlist: privateOnly ? [] : allowedAddresses
  }
}

resource taskHub 'Microsoft.DurableTask/schedulers/taskHubs@2026-02-01' = {
  parent: scheduler
  name: taskHubName
  properties: {}
}

resource retention 'Microsoft.DurableTask/schedulers/retentionPolicies@2026-02-01' = {
  parent: scheduler
  name: 'default'
  properties: {
    retentionPolicies: [
      { retentionPeriodInDays: retentionInDays }
    ]
  }
}

resource contributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(taskHub.id, principalId, roles.durableTaskDataContributor)
  scope: taskHub
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.durableTaskDataContributor)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorPrincipalId)) {
  name: guid(taskHub.id, operatorPrincipalId, roles.durableTaskDataReader)
  scope: taskHub
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.durableTaskDataReader)
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
  }
}

@description('Resource id of the scheduler.')
output id string = scheduler.id

@description('Address that the app calls.')
output endpoint string = scheduler.properties.endpoint

@description('Name of the task hub.')
output taskHubName string = taskHub.name
