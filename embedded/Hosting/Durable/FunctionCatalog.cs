using System.Diagnostics.CodeAnalysis;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Engine;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Invocation;

namespace Work.Embedded.Hosting.Durable;

/// <summary>The app's durable functions, as the engine calls them.</summary>
internal sealed class FunctionCatalog : ITaskCatalog
{
    private readonly Dictionary<string, OrchestratorCode> orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityCode> activities = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, EntityCode> entities = new(StringComparer.OrdinalIgnoreCase);

    public FunctionCatalog(FunctionTable functions, BackgroundRunner runner, Lazy<HostRuntime> runtime, IServiceProvider services)
    {
        foreach (var function in functions.Of(TriggerKind.Orchestration))
        {
            orchestrators.Add(((OrchestrationTriggerAttribute)function.Trigger).Orchestration ?? function.Name, Orchestrator(function, runtime, services));
        }

        foreach (var function in functions.Of(TriggerKind.Activity))
        {
            activities.Add(
                ((ActivityTriggerAttribute)function.Trigger).Activity ?? function.Name,
                (invocation, stop) => runner.RunAsync(function, invocation, stop));
        }

        foreach (var function in functions.Of(TriggerKind.Entity))
        {
            entities.Add(((EntityTriggerAttribute)function.Trigger).EntityName ?? function.Name, Entity(function, runner));
        }
    }

    public bool TryGetOrchestrator(string name, [NotNullWhen(true)] out OrchestratorCode? code) => orchestrators.TryGetValue(name, out code);

    public bool TryGetActivity(string name, [NotNullWhen(true)] out ActivityCode? code) => activities.TryGetValue(name, out code);

    public bool TryGetEntity(string name, [NotNullWhen(true)] out EntityCode? code) => entities.TryGetValue(name, out code);

    // No middleware and no time limit: orchestrators run again and again, and most runs end in a wait.
    // A run that is dropped never comes back to dispose its scope; it holds nothing that the collector cannot take.
    private static OrchestratorCode Orchestrator(Function function, Lazy<HostRuntime> runtime, IServiceProvider services) => async context =>
    {
        var own = function.Factory is null ? null : services.CreateScope();
        try
        {
            using var invocation = new InvocationContext(function, runtime.Value, own?.ServiceProvider ?? services, CancellationToken.None)
            {
                TriggerValue = context,
            };
            await FunctionPipeline.CallAsync(invocation);
            return invocation.Result;
        }
        finally
        {
            own?.Dispose();
        }
    };

    private static EntityCode Entity(Function function, BackgroundRunner runner) => async operation =>
    {
        TaskEntityDispatcher? dispatcher = null;
        await runner.RunAsync(function, services => dispatcher = new TaskEntityDispatcher(operation, services), CancellationToken.None);
        return dispatcher!.TakeResult();
    };
}
