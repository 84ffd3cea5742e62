using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Hosting.Invocation;

namespace Work.Embedded.Hosting.Functions;

/// <summary>A function of the app, checked at start and compiled when it is first called: most functions are not called for long after a start.</summary>
internal sealed class Function
{
    public required string Name { get; init; }

    public required MethodInfo Method { get; init; }

    public required TriggerKind Kind { get; init; }

    public required TriggerBindingAttribute Trigger { get; init; }

    public required FunctionDefinition Definition { get; init; }

    /// <summary>Binds the parameters, calls the method and awaits its end.</summary>
    public required Lazy<FunctionCode> Code { get; init; }

    /// <summary>Makes the instance that the method is called on; null for a static method.</summary>
    public required Lazy<ObjectFactory>? Factory { get; init; }

    /// <summary>The type that the JSON body is read as; null when no parameter asks for the body.</summary>
    public Type? BodyType { get; init; }
}

/// <summary>Binds, calls, awaits. <paramref name="instance"/> is null for static methods.</summary>
internal delegate ValueTask<object?> FunctionCode(object? instance, InvocationContext context);
