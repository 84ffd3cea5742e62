namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>What is left of an invocation.</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);
