using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Conformance.Rules;

/// <summary>Reads functions off their attributes.</summary>
internal static class FunctionReader
{
    private const BindingFlags AnyMethod =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<MethodInfo> Methods(Assembly assembly)
        => assembly.GetTypes().SelectMany(type => type.GetMethods(AnyMethod)).Where(method => method.IsDefined(typeof(FunctionAttribute)));

    public static IReadOnlyList<FunctionDescription> Read(IEnumerable<MethodInfo> methods)
        => [.. methods.Select(method => Describe(method.GetCustomAttribute<FunctionAttribute>()!.Name, method))];

    private static FunctionDescription Describe(string name, MethodInfo method)
    {
        Type result = ResultOf(method);
        return new FunctionDescription(name, [.. Inputs(method), .. Outputs(method, result)])
        {
            IsReachable = method.IsPublic && method.DeclaringType!.IsVisible,
            IsAsyncVoid = method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)),
            TakesCancellation = method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken)),
            HasRetry = method.GetCustomAttributes().Any(attribute => attribute.GetType().BaseType?.Name == "RetryAttribute"),
            UnmarkedAnswer = UnmarkedAnswer(result),
        };
    }

    private static IEnumerable<BindingDescription> Inputs(MethodInfo method)
        => from parameter in method.GetParameters()
           from binding in parameter.GetCustomAttributes<BindingAttribute>()
           select Describe(parameter.Name!, binding, parameter.ParameterType);

    private static IEnumerable<BindingDescription> Outputs(MethodInfo method, Type result)
        => method.GetCustomAttributes<OutputBindingAttribute>().Select(binding => Describe("$return", binding, result))
            .Concat(from property in result.GetProperties()
                    from binding in property.GetCustomAttributes<OutputBindingAttribute>()
                    select Describe(property.Name, binding, property.PropertyType));

    private static BindingDescription Describe(string name, BindingAttribute binding, Type type)
    {
        string attribute = binding.GetType().Name;
        string[] endings = ["TriggerAttribute", "OutputAttribute", "InputAttribute", "Attribute"];
        string kind = attribute[..^endings.First(attribute.EndsWith).Length];
        BindingDirection direction = binding switch
        {
            TriggerBindingAttribute => BindingDirection.Trigger,
            OutputBindingAttribute => BindingDirection.Output,
            _ => BindingDirection.Input,
        };
        return new(name, direction, kind, type, binding.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(binding)));
    }

    private static Type ResultOf(MethodInfo method) => method.ReturnType is { IsGenericType: true } task && task.IsAssignableTo(typeof(Task))
        ? task.GetGenericArguments()[0]
        : method.ReturnType;

    private static string? UnmarkedAnswer(Type result)
    {
        PropertyInfo[] properties = result.GetProperties();
        return properties.Any(property => property.IsDefined(typeof(OutputBindingAttribute)))
            ? properties.FirstOrDefault(property => IsAnswer(property.PropertyType) && !property.IsDefined(typeof(HttpResultAttribute)))?.Name
            : null;
    }

    private static bool IsAnswer(Type type)
        => type.GetInterfaces().Append(type).Any(face => face.Name is "IActionResult" or "IResult") || type.Name is "HttpResponse" or "HttpResponseData";
}
