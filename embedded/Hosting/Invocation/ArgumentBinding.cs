using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Embedded.Hosting.Functions;

namespace Work.Embedded.Hosting.Invocation;

/// <summary>
/// Where each argument of a function comes from, decided once: an expression over the invocation's context for each parameter, compiled into the call.
/// </summary>
internal sealed class ArgumentBinding
{
    public static readonly ParameterExpression Context = Expression.Parameter(typeof(InvocationContext), "context");

    private readonly List<Expression> arguments = [];
    private readonly List<string> faults = [];

    public IReadOnlyList<Expression> Arguments => arguments;

    public IReadOnlyList<string> Faults => faults;

    public Type? BodyType { get; private set; }

    public static ArgumentBinding Bind(MethodInfo method, ParameterInfo trigger, TriggerKind kind, string route)
    {
        var binding = new ArgumentBinding();
        if (method.ReturnType == typeof(void) && method.GetCustomAttribute<System.Runtime.CompilerServices.AsyncStateMachineAttribute>() is not null)
        {
            binding.faults.Add("an async function returns Task; async void cannot be awaited.");
        }

        var routeNames = RouteNames(kind, route);
        foreach (var parameter in method.GetParameters())
        {
            // By place: when two threads look at a method for the first time, each may see objects of its own.
            var argument = parameter.Position == trigger.Position ? OfTrigger(parameter, kind) : binding.OfOther(parameter, kind, routeNames);
            if (argument is null)
            {
                binding.faults.Add($"the parameter '{parameter.Name}' of type {parameter.ParameterType.Name} cannot be bound.");
            }

            binding.arguments.Add(argument ?? Expression.Default(parameter.ParameterType));
        }

        return binding;
    }

    private static Expression? OfTrigger(ParameterInfo parameter, TriggerKind kind)
    {
        var type = parameter.ParameterType;
        return kind switch
        {
            TriggerKind.Http => OfHttp(type),
            TriggerKind.Timer when type == typeof(TimerInfo) => TriggerValue(type),
            TriggerKind.Orchestration when type == typeof(TaskOrchestrationContext) => TriggerValue(type),
            TriggerKind.Entity when type == typeof(TaskEntityDispatcher) => TriggerValue(type),
            TriggerKind.Activity => Call(nameof(InvocationContext.ReadInput), type),
            TriggerKind.Queue => Call(nameof(InvocationContext.ReadMessage), type),
            _ => null,
        };
    }

    private Expression? OfOther(ParameterInfo parameter, TriggerKind kind, HashSet<string> routeNames)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<FromBodyAttribute>() is not null && kind == TriggerKind.Http && BodyType is null)
        {
            BodyType = type;
            return Expression.Convert(Property(nameof(InvocationContext.Body)), type);
        }

        return type == typeof(FunctionContext) ? Context
            : type == typeof(CancellationToken) ? Property(nameof(InvocationContext.CancellationToken))
            : parameter.GetCustomAttribute<DurableClientAttribute>() is not null
                ? type == typeof(DurableTaskClient) ? Property(nameof(InvocationContext.Client)) : null
            : kind == TriggerKind.Http ? OfHttp(type) ?? (Expression?)OfRoute(parameter, routeNames)
            : kind == TriggerKind.Activity && type == typeof(string) && parameter.Name == "instanceId" ? Property(nameof(InvocationContext.InstanceId))
            : null;
    }

    private static MemberExpression? OfHttp(Type type) =>
        type == typeof(HttpRequest) ? Property(nameof(InvocationContext.Request))
        : type == typeof(HttpContext) ? Property(nameof(InvocationContext.Http))
        : null;

    private static MethodCallExpression? OfRoute(ParameterInfo parameter, HashSet<string> routeNames) =>
        routeNames.Contains(parameter.Name!)
            ? Expression.Call(
                typeof(RouteValue<>).MakeGenericType(parameter.ParameterType),
                nameof(RouteValue<object>.Read),
                null,
                Property(nameof(InvocationContext.Http)),
                Expression.Constant(parameter.Name))
            : null;

    private static HashSet<string> RouteNames(TriggerKind kind, string route)
    {
        try
        {
            return kind == TriggerKind.Http
                ? RoutePatternFactory.Parse(route).Parameters.Select(one => one.Name).ToHashSet(StringComparer.OrdinalIgnoreCase)
                : [];
        }
        catch (RoutePatternException)
        {
            // HttpRules says what is wrong with the route.
            return [];
        }
    }

    private static MemberExpression Property(string name) => Expression.Property(Context, name);

    private static UnaryExpression TriggerValue(Type type) => Expression.Convert(Property(nameof(InvocationContext.TriggerValue)), type);

    private static MethodCallExpression Call(string method, Type type) => Expression.Call(Context, method, [type]);
}
