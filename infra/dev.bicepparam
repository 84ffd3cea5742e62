using 'main.bicep'

// The cheapest that works: nothing always ready, one zone, no network, no audit. Idle it costs the storage requests of README.md and no compute.

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param backend = 'AzureStorage'
param maximumInstanceCount = 40
param instanceMemoryMB = 512
param logDailyCapInGb = 1
param callerAudience = readEnvironmentVariable('WORK_CALLER_AUDIENCE', '')
param alertEmail = readEnvironmentVariable('WORK_ALERT_EMAIL', '')
param tags = {
  stage: 'dev'
}
