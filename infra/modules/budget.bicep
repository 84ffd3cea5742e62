// A budget for the resource group. It tells; it stops nothing.

@description('Name of the budget.')
@minLength(1)
@maxLength(63)
param name string

@description('Amount a month, in the currency of the bill.')
@minValue(1)
param amount int

@description('First day of the month that the budget starts in, as yyyy-MM-01. A parameter, because a template that asks for today changes in every what-if.')
@minLength(10)
@maxLength(10)
param startDate string

@description('Where notices go.')
@minLength(3)
param emailAddress string

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: startDate
    }
    notifications: {
      spent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: [emailAddress]
      }
      forecast: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [emailAddress]
      }
    }
  }
}
