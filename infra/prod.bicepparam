using 'main.bicep'

// Private, in three zones, watched. The scheduler is reached through its private endpoint; the app's own address stays public, for its callers.

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param backend = 'Scheduler'
param schedulerSku = 'Consumption'
param retentionInDays = 30
param operatorPrincipalId = readEnvironmentVariable('WORK_OPERATOR_GROUP', '')
param privateNetwork = true
param storageSku = 'Standard_ZRS'
param blobSoftDeleteInDays = 7
param auditStorage = true
param maximumInstanceCount = 100
param instanceMemoryMB = 2048
param alwaysReadyHttp = 1
param logRetentionInDays = 90
param logDailyCapInGb = 5
param callerAudience = readEnvironmentVariable('WORK_CALLER_AUDIENCE', '')
param alertEmail = readEnvironmentVariable('WORK_ALERT_EMAIL')
param computeAlertGbSecondsPerHour = 360000
param budgetAmount = 300
param budgetStartDate = '2026-12-01'
param appSettings = {
  Work__Http__RequireHttps: 'true'
}
param tags = {
  stage: 'prod'
}
