using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Conformance.Rules;

/// <summary>Reads the functions of an app off its attributes.</summary>
internal static class FunctionReader
{
    public static IReadOnlyList<FunctionDescription> Read(Assembly app) =>
    [
        .. from type in app.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           select new FunctionDescription(function.Name, [.. Inputs(method), .. Outputs(method)]),
    ];

    private static IEnumerable<BindingDescription> Inputs(MethodInfo method)
        => from parameter in method.GetParameters()
           from binding in parameter.GetCustomAttributes<BindingAttribute>()
           select Describe(parameter.Name!, binding);

    private static IEnumerable<BindingDescription> Outputs(MethodInfo method)
    {
        Type returned = method.ReturnType is { IsGenericType: true } task && task.IsAssignableTo(typeof(Task))
            ? task.GetGenericArguments()[0]
            : method.ReturnType;
        return method.GetCustomAttributes<OutputBindingAttribute>().Select(_ => new BindingDescription("$return", BindingDirection.Output))
            .Concat(from property in returned.GetProperties()
                    from _ in property.GetCustomAttributes<OutputBindingAttribute>()
                    select new BindingDescription(property.Name, BindingDirection.Output));
    }

    private static BindingDescription Describe(string name, BindingAttribute binding)
    {
        BindingDirection direction = binding is TriggerBindingAttribute ? BindingDirection.Trigger : BindingDirection.Input;
        return binding.GetType().Name == "HttpTriggerAttribute"
            ? new(name, direction, IsHttp: true, (string?)Value(binding, "Route"), (string[]?)Value(binding, "Methods") ?? [])
            : new(name, direction);
    }

    private static object? Value(BindingAttribute binding, string property) => binding.GetType().GetProperty(property)!.GetValue(binding);
}
