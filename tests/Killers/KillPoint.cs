using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Work.Embedded.Engine;

namespace Killers;

/// <summary>
/// Kills the engine of an app at the nth passing of a step around the store: from there on nothing is committed or answered. Crash and restart the app
/// afterwards, and arm it again.
/// </summary>
internal sealed class KillPoint
{
    public const string BeforeCommit = "before-commit";
    public const string AfterCommit = "after-commit";
    public const string AfterDispatch = "after-dispatch";

    private volatile Armed? armed;

    /// <summary>Whether the engine that was armed last has died.</summary>
    public bool HasKilled => armed?.Died.Task.IsCompleted == true;

    public void AddTo(FunctionsApplicationBuilder builder)
    {
        Func<IServiceProvider, object> made = builder.Services.Last(service => service.ServiceType == typeof(EngineOptions)).ImplementationFactory!;

        // What a process that is dying says of it is of no use here.
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(provider =>
        {
            var options = (EngineOptions)made(provider);
            options.FaultPoint = Pass;
            return options;
        });
    }

    public void Arm(TestApp app, string step, int passing) => armed = new Armed(app.Services.GetRequiredService<DurableEngine>(), step, passing);

    /// <summary>Does something that the kill may cut short; whether it came to its end.</summary>
    public async Task<bool> EndsAsync(Func<Task> act)
    {
        Armed current = armed!;
        Task acting = act();
        await Task.WhenAny(acting, current.Died.Task);

        // What it did not meet now it must not meet in the next engine.
        Interlocked.Exchange(ref current.Left, 0);
        if (!acting.IsCompleted)
        {
            _ = acting.ContinueWith(cut => cut.Exception, TaskScheduler.Default);
            return false;
        }

        if (HasKilled && acting.IsFaulted)
        {
            return false;
        }

        await acting;
        return true;
    }

    private void Pass(string step)
    {
        if (armed is { } target && target.Step == step && Interlocked.Decrement(ref target.Left) == 0)
        {
            // Said before it is done, so that whoever fails by it knows why.
            target.Died.TrySetResult();
            _ = target.Engine.AbandonAsync();
        }
    }

    private sealed class Armed(DurableEngine engine, string step, int passing)
    {
        public int Left = passing;

        public DurableEngine Engine => engine;

        public string Step => step;

        public TaskCompletionSource Died { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
