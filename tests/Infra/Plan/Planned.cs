namespace Infra.Tests.Plan;

/// <summary>A resource that a deployment makes.</summary>
/// <param name="Module">The file that declares it.</param>
/// <param name="Type">Its type.</param>
/// <param name="ApiVersion">The version of the type.</param>
/// <param name="Name">Its name, with the names of what it lies in before it; what only the deployment knows stays an expression.</param>
/// <param name="Condition">What had to hold for it; empty when nothing had to.</param>
internal sealed record PlannedResource(string Module, string Type, string ApiVersion, string Name, string Condition);

/// <summary>A role that a deployment gives.</summary>
/// <param name="Role">The role's name.</param>
/// <param name="Id">The role's id.</param>
/// <param name="Scope">The type of what it is given on.</param>
/// <param name="ScopeName">The name of that.</param>
/// <param name="Principal">The module that makes whom it is given to.</param>
/// <param name="PrincipalName">Who that is.</param>
/// <param name="PrincipalType">What that is.</param>
/// <param name="Condition">What had to hold for it; empty when nothing had to.</param>
internal sealed record PlannedRole(string Role, string Id, string Scope, string ScopeName, string Principal, string PrincipalName, string PrincipalType, string Condition);
