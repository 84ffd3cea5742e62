using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Hosting.Invocation;
using Work.Embedded.Hosting.Setup;

namespace Work.Embedded.Hosting.Functions;

/// <summary>All functions of the app. Made once at start; a fault of one function keeps the whole app from starting.</summary>
internal sealed class FunctionTable
{
    private FunctionTable(IReadOnlyList<Function> functions)
    {
        Functions = functions;
    }

    public IReadOnlyList<Function> Functions { get; }

    public IEnumerable<Function> Of(TriggerKind kind) => Functions.Where(function => function.Kind == kind);

    /// <exception cref="FunctionMetadataException">A rule is broken.</exception>
    public static FunctionTable Load(IEnumerable<Assembly> assemblies, SettingNames settings, string routePrefix) =>
        Load(FunctionScan.Find(assemblies), settings, routePrefix);

    /// <exception cref="FunctionMetadataException">A rule is broken.</exception>
    public static FunctionTable Load(IReadOnlyList<(string Name, MethodInfo Method)> found, SettingNames settings, string routePrefix)
    {
        List<string> faults = [.. NameRules.Check(found.Select(one => one.Name))];
        var functions = found.Select(one => Describe(one.Name, one.Method, settings, faults)).OfType<Function>().ToList();
        faults.AddRange(HttpRules.Check(functions, routePrefix, settings));
        faults.AddRange(TimerRules.Check(functions, settings));
        faults.AddRange(QueueRules.Check(functions, settings));
        return faults.Count == 0 ? new FunctionTable(functions) : throw new FunctionMetadataException(faults);
    }

    private static Function? Describe(string name, MethodInfo method, SettingNames settings, List<string> faults)
    {
        var triggers = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Attribute: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(one => one.Attribute is not null)
            .ToList();
        if (triggers.Count != 1)
        {
            faults.Add($"Function '{name}' ({Where(method)}) has {triggers.Count} triggers; a function has exactly one.");
            return null;
        }

        var (parameter, attribute) = triggers[0];
        if (FunctionTrigger.KindOf(attribute!) is not { } kind)
        {
            faults.Add($"Function '{name}' ({Where(method)}) has the trigger {attribute!.GetType().Name}, which this host does not serve.");
            return null;
        }

        var arguments = ArgumentBinding.Bind(method, parameter, kind, RouteOf(name, attribute!, settings));
        List<string> own = [.. arguments.Faults, .. ClassFaults(method)];
        faults.AddRange(own.Select(fault => $"Function '{name}' ({Where(method)}): {fault}"));
        return own.Count > 0 ? null : new Function
        {
            Name = name,
            Method = method,
            Kind = kind,
            Trigger = attribute!,
            Definition = new HostedFunctionDefinition(name, method, kind),
            Code = new(() => FunctionCompiler.Compile(method, arguments)),
            Factory = method.IsStatic ? null : new(() => ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes)),
            BodyType = arguments.BodyType,
        };
    }

    private static IEnumerable<string> ClassFaults(MethodInfo method)
    {
        if (method.IsStatic)
        {
            yield break;
        }

        var constructors = method.DeclaringType!.GetConstructors();
        if (method.DeclaringType.IsAbstract)
        {
            yield return "its class is abstract.";
        }
        else if (constructors.Length != 1 && constructors.Count(one => one.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute), inherit: false)) != 1)
        {
            yield return $"its class has {constructors.Length} public constructors; it needs one, or one that is marked as [ActivatorUtilitiesConstructor].";
        }
    }

    private static string RouteOf(string name, TriggerBindingAttribute trigger, SettingNames settings) =>
        trigger is HttpTriggerAttribute http ? HttpRules.RouteOf(name, http, settings) : string.Empty;

    private static string Where(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
