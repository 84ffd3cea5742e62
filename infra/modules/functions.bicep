// The function app on Flex Consumption. It runs as one user-assigned identity and holds no secret: every setting below is a name, an address or a number.
// FUNCTIONS_WORKER_RUNTIME and FUNCTIONS_EXTENSION_VERSION are missing on purpose; on this plan functionAppConfig says what runs, and a package is
// deployed rather than run from a setting.

@description('Name of the app, unique in Azure.')
@minLength(2)
@maxLength(60)
param name string

@description('Name of the plan.')
@minLength(1)
@maxLength(40)
param planName string

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags object

@description('Name of the azd service that deploys to this app.')
param serviceName string

@description('Resource id of the identity that the app runs as.')
param identityId string

@description('Client id of the same identity.')
param identityClientId string

@description('Name of the Application Insights component.')
param applicationInsightsName string

@description('Name of the storage account.')
param storageAccountName string

@description('Address of the container that the package is deployed to.')
param deploymentContainerUrl string

@description('Address of the blob service that files and documents of works lie in.')
param blobServiceUri string

@description('What the names of the containers of files and of documents begin with.')
param fileContainers string

@description('Address of the Durable Task Scheduler; empty when orchestrations live in the storage account.')
param schedulerEndpoint string

@description('Name of the task hub in the scheduler.')
param taskHubName string

@description('Most instances at once. It bounds the bill as well as the throughput.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

@description('Memory of an instance in megabytes; compute is billed by it.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Instances that always run for orchestrations and activities; billed while idle. 0 lets the app sleep.')
@minValue(0)
param alwaysReadyDurable int

@description('Instances that always run for HTTP; billed while idle. 0 means cold starts.')
@minValue(0)
param alwaysReadyHttp int

@description('Requests that an instance takes at once before another one is started.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int

@description('Resource id of the subnet that outgoing calls use; empty for none.')
param subnetId string

@description('Addresses in CIDR form that may call the app; empty for all. Calls still need a key or a token.')
param allowedAddresses string[]

@description('Client id of the app registration that callers have tokens for; empty when they show the host key.')
param callerAudience string

@description('Id of the tenant whose tokens are taken.')
param callerTenantId string

@description('Further settings by name, such as Work__Http__AllowedHosts. Names here go before the ones that this module sets.')
param appSettings object

var hostSettings = {
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AZURE_CLIENT_ID: identityClientId
  Work__Files__BlobServiceUri: blobServiceUri
  Work__Files__BlobContainers: fileContainers
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
}

var schedulerSettings = {
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
  TASKHUB_NAME: taskHubName
}

var callerSettings = {
  Work__Entra__Tenant: callerTenantId
  Work__Entra__Audience: callerAudience
}

var settings = union(hostSettings, empty(schedulerEndpoint) ? {} : schedulerSettings, empty(callerAudience) ? {} : callerSettings, appSettings)

var alwaysReady = [
  { name: 'durable', instanceCount: alwaysReadyDurable }
  { name: 'http', instanceCount: alwaysReadyHttp }
]

var restrictions = [
  for (address, i) in allowedAddresses: {
    name: 'allowed-${i}'
    action: 'Allow'
    ipAddress: address
    priority: 100 + i
  }
]

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
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
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
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
        maximumInstanceCount: maximumInstanceCount
        instanceMemoryMB: instanceMemoryMB
        alwaysReady: filter(alwaysReady, ready => ready.instanceCount > 0)
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ipSecurityRestrictions: restrictions
      ipSecurityRestrictionsDefaultAction: empty(allowedAddresses) ? 'Allow' : 'Deny'
      appSettings: map(items(settings), setting => { name: setting.key, value: setting.value })
    }
  }
}

resource ftpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource deploymentPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

@description('Resource id of the app.')
output id string = app.id

@description('Name of the app.')
output name string = app.name

@description('Address of the app.')
output uri string = 'https://${app.properties.defaultHostName}'
