// Everything that Work.Functions needs in one resource group. For `az deployment group create` and for azd alike; see README.md beside this file.
// Nothing here holds or returns a key. All names come from the resource group and the environment, so a second environment never meets the first.

targetScope = 'resourceGroup'

@description('Name of the environment, such as dev or prod; part of all names and tags.')
@minLength(1)
@maxLength(20)
param environmentName string

@description('Azure region of everything.')
param location string = resourceGroup().location

@description('Where orchestrations keep their state: in the storage account, or in a Durable Task Scheduler. The app must be built for the same (-p:WorkBackend).')
@allowed(['AzureStorage', 'Scheduler'])
param backend string = 'AzureStorage'

@description('Scheduler only: paid by action (Consumption) or by capacity unit (Dedicated).')
@allowed(['Consumption', 'Dedicated'])
param schedulerSku string = 'Consumption'

@description('Scheduler only: capacity units of a Dedicated one.')
@minValue(1)
@maxValue(3)
param schedulerCapacity int = 1

@description('Scheduler only: addresses that may call it from outside a private network. The app has no fixed address, so without a network it must be open; calls need a role all the same.')
param schedulerAllowedAddresses string[] = ['0.0.0.0/0']

@description('Scheduler only: name of the task hub.')
@minLength(3)
@maxLength(45)
param taskHubName string = 'WorkFunctions'

@description('Scheduler only: days after which ended instances are purged. Never below the longest keepResultsFor that callers use.')
@minValue(1)
@maxValue(90)
param retentionInDays int = 30

@description('Scheduler only: object id of a group or user that may look at the hub; empty for nobody.')
param operatorPrincipalId string = ''

@description('Scheduler only: what the operator is.')
@allowed(['Group', 'User'])
param operatorPrincipalType string = 'Group'

@description('Whether storage and scheduler are reached through private endpoints only.')
param privateNetwork bool = false

@description('Private network only: its address space, /24 or wider.')
param networkAddressPrefix string = '10.64.0.0/24'

@description('Redundancy of the storage account.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param storageSku string = 'Standard_LRS'

@description('Days that deleted blobs can be restored; 0 for never.')
@minValue(0)
@maxValue(365)
param blobSoftDeleteInDays int = 0

@description('Whether writes and deletes of blobs, the deployed code among them, are logged.')
param auditStorage bool = false

@description('Most instances at once.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Memory of an instance in megabytes.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Instances that always run for orchestrations and activities; billed while idle.')
@minValue(0)
param alwaysReadyDurable int = 0

@description('Instances that always run for HTTP; billed while idle.')
@minValue(0)
param alwaysReadyHttp int = 0

@description('Requests that an instance takes at once before another one is started. Waits and streams of events are requests for as long as they last.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 100

@description('Addresses in CIDR form that may call the app; empty for all.')
param allowedAddresses string[] = []

@description('Client id of the app registration that callers have Entra ID tokens for; empty when they show the host key instead.')
param callerAudience string = ''

@description('Entra ID only: id of the tenant whose tokens are taken; empty for the tenant of the subscription.')
param callerTenantId string = ''

@description('Further settings of the app by name, such as Work__Http__RequireHttps.')
param appSettings object = {}

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionInDays int = 30

@description('Gigabytes of logs a day after which the rest of the day is dropped; -1 for no cap.')
@minValue(-1)
param logDailyCapInGb int = 1

@description('Where alerts and budget notices go; empty for neither.')
param alertEmail string = ''

@description('Gigabyte-seconds of compute in an hour from which on an alert says that the app runs away.')
@minValue(1)
param computeAlertGbSecondsPerHour int = 36000

@description('Minutes that due work may wait for its run before an alert says so. Paused workers and full places make work wait, too.')
@minValue(5)
param oldestWorkAlertInMinutes int = 60

@description('Budget a month in the currency of the bill; 0 for none.')
@minValue(0)
param budgetAmount int = 0

@description('First day of the month that the budget starts in, as yyyy-MM-01.')
param budgetStartDate string = '2026-12-01'

@description('Further tags for every resource.')
param tags object = {}

var token = uniqueString(resourceGroup().id, environmentName)
var prefix = 'work-${environmentName}-${token}'
var allTags = union(tags, { app: 'work-functions', environment: environmentName, 'azd-env-name': environmentName })
var usesScheduler = backend == 'Scheduler'
var fileContainers = 'work'
var watches = !empty(alertEmail)

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: '${prefix}-id'
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    workspaceName: '${prefix}-logs'
    applicationInsightsName: '${prefix}-insights'
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    retentionInDays: logRetentionInDays
    dailyCapInGb: logDailyCapInGb
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  params: {
    name: '${prefix}-net'
    location: location
    tags: allTags
    addressPrefix: networkAddressPrefix
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: 'work${token}'
    location: location
    tags: allTags
    sku: storageSku
    principalId: identity.outputs.principalId
    holdsOrchestrations: !usesScheduler
    privateOnly: privateNetwork
    deploymentContainerName: 'deployment'
    fileContainers: fileContainers
    blobSoftDeleteInDays: blobSoftDeleteInDays
    auditWorkspaceId: auditStorage ? monitoring.outputs.workspaceId : ''
  }
}

module scheduler 'modules/scheduler.bicep' = if (usesScheduler) {
  name: 'scheduler'
  params: {
    name: '${prefix}-dts'
    location: location
    tags: allTags
    taskHubName: taskHubName
    sku: schedulerSku
    capacity: schedulerCapacity
    privateOnly: privateNetwork
    allowedAddresses: schedulerAllowedAddresses
    retentionInDays: retentionInDays
    principalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
  }
}

module blobEndpoint 'modules/privateEndpoint.bicep' = if (privateNetwork) {
  name: 'blob-endpoint'
  params: {
    name: '${prefix}-blob'
    location: location
    tags: allTags
    targetId: storage.outputs.id
    groupId: 'blob'
    zoneName: 'privatelink.blob.${environment().suffixes.storage}'
    networkId: network.?outputs.id ?? ''
    subnetId: network.?outputs.endpointSubnetId ?? ''
  }
}

module queueEndpoint 'modules/privateEndpoint.bicep' = if (privateNetwork) {
  name: 'queue-endpoint'
  params: {
    name: '${prefix}-queue'
    location: location
    tags: allTags
    targetId: storage.outputs.id
    groupId: 'queue'
    zoneName: 'privatelink.queue.${environment().suffixes.storage}'
    networkId: network.?outputs.id ?? ''
    subnetId: network.?outputs.endpointSubnetId ?? ''
  }
}

module tableEndpoint 'modules/privateEndpoint.bicep' = if (privateNetwork && !usesScheduler) {
  name: 'table-endpoint'
  params: {
    name: '${prefix}-table'
    location: location
    tags: allTags
    targetId: storage.outputs.id
    groupId: 'table'
    zoneName: 'privatelink.table.${environment().suffixes.storage}'
    networkId: network.?outputs.id ?? ''
    subnetId: network.?outputs.endpointSubnetId ?? ''
  }
}

module schedulerEndpoint 'modules/privateEndpoint.bicep' = if (privateNetwork && usesScheduler) {
  name: 'scheduler-endpoint'
  params: {
    name: '${prefix}-dts'
    location: location
    tags: allTags
    targetId: scheduler.?outputs.id ?? ''
    groupId: 'scheduler'
    zoneName: 'privatelink.durabletask.io'
    networkId: network.?outputs.id ?? ''
    subnetId: network.?outputs.endpointSubnetId ?? ''
  }
}

module functions 'modules/functions.bicep' = {
  name: 'functions'
  params: {
    name: prefix
    planName: 'work-${token}-plan'
    location: location
    tags: allTags
    serviceName: 'work'
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    storageAccountName: storage.outputs.name
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    blobServiceUri: storage.outputs.blobServiceUri
    fileContainers: fileContainers
    schedulerEndpoint: scheduler.?outputs.endpoint ?? ''
    taskHubName: taskHubName
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyDurable: alwaysReadyDurable
    alwaysReadyHttp: alwaysReadyHttp
    httpConcurrency: httpConcurrency
    subnetId: network.?outputs.appSubnetId ?? ''
    allowedAddresses: allowedAddresses
    callerAudience: callerAudience
    callerTenantId: empty(callerTenantId) ? subscription().tenantId : callerTenantId
    appSettings: appSettings
  }
  // The app must not start before the addresses of its storage and scheduler lead into the network.
  dependsOn: [
    blobEndpoint
    queueEndpoint
    tableEndpoint
    schedulerEndpoint
  ]
}

module alerts 'modules/alerts.bicep' = if (watches) {
  name: 'alerts'
  params: {
    prefix: prefix
    location: location
    tags: allTags
    emailAddress: alertEmail
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    appId: functions.outputs.id
    storageAccountId: storage.outputs.id
    computeGbSecondsPerHour: computeAlertGbSecondsPerHour
    oldestWorkInMinutes: oldestWorkAlertInMinutes
  }
}

module budget 'modules/budget.bicep' = if (watches && budgetAmount > 0) {
  name: 'budget'
  params: {
    name: '${prefix}-budget'
    amount: budgetAmount
    startDate: budgetStartDate
    emailAddress: alertEmail
  }
}

@description('Name of the app, for `func azure functionapp publish`.')
output AZURE_FUNCTION_NAME string = functions.outputs.name

@description('Address of the API.')
output SERVICE_WORK_URI string = '${functions.outputs.uri}/api'

@description('Where orchestrations keep their state; the app must be built for it.')
output WORK_BACKEND string = backend

@description('Region that everything lies in.')
output AZURE_LOCATION string = location
