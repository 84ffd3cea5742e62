using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Embedded.Engine;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Invocation;
using Work.Embedded.Hosting.Setup;

namespace Work.Embedded.Hosting.Timers;

/// <summary>Starts timer functions when everything else runs, and stops them before anything else stops.</summary>
internal sealed class TimerTriggerService : IHostedLifecycleService, IDisposable
{
    private readonly List<TimerFunction> timers;
    private readonly TimeProvider clock;

    public TimerTriggerService(
        FunctionTable functions,
        SettingNames settings,
        IOptions<EmbeddedOptions> options,
        BackgroundRunner runner,
        TimeProvider clock,
        BusyCount busy,
        ILoggerFactory loggers)
    {
        this.clock = clock;
        timers = functions.Of(TriggerKind.Timer).Select(Make).ToList();

        TimerFunction Make(Function function)
        {
            var trigger = (TimerTriggerAttribute)function.Trigger;
            var schedule = Schedule.TryParse(settings.Resolve(trigger.Schedule))!;
            var file = trigger.UseMonitor && !schedule.IsBelowAMinute ? new ScheduleStatusFile(options.Value.DataPath, function.Name) : null;
            return new TimerFunction(function, schedule, file, runner, clock, busy, loggers.CreateLogger($"Function.{function.Name}"));
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        timers.ForEach(timer => timer.Start());
        if (clock is IAdjustedClock adjusted)
        {
            adjusted.WentAhead += () => timers.ForEach(timer => timer.ArmAgain());
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.WhenAll(timers.Select(timer => timer.StopAsync(cancellationToken)));

    public void Dispose() => timers.ForEach(timer => timer.Dispose());

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
