namespace Work.Functions.Callers;

/// <summary>Which role a caller needs for an HTTP function.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Role">The role; null opens the function to everybody.</param>
public sealed record RouteRole(string Function, string? Role);
