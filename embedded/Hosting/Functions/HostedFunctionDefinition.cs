using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Work.Embedded.Hosting.Functions;

internal sealed class HostedFunctionDefinition : FunctionDefinition
{
    public HostedFunctionDefinition(string name, MethodInfo method, TriggerKind kind)
    {
        Name = name;
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}";
        PathToAssembly = method.DeclaringType.Assembly.Location;
        Id = name.ToUpperInvariant();
        Parameters = [.. method.GetParameters().Select(Describe)];
        InputBindings = method.GetParameters()
            .Select(parameter => (parameter.Name, Binding: parameter.GetCustomAttribute<BindingAttribute>()))
            .Where(one => one.Binding is not null)
            .ToImmutableDictionary(one => one.Name!, one => (BindingMetadata)new Input(one.Name!, TypeOf(one.Binding!, kind)));
    }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly { get; }

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override string Name { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } = ImmutableDictionary<string, BindingMetadata>.Empty;

    private static FunctionParameter Describe(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<BindingAttribute>() is { } binding
            ? new(parameter.Name!, parameter.ParameterType, ImmutableDictionary<string, object>.Empty.Add("bindingAttribute", binding))
            : new(parameter.Name!, parameter.ParameterType);

    private static string TypeOf(BindingAttribute binding, TriggerKind kind) =>
        binding is TriggerBindingAttribute ? FunctionTrigger.TypeOf(kind)
        : binding is DurableClientAttribute ? "durableClient"
        : binding.GetType().Name;

    private sealed class Input(string name, string type) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
