using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Work.Functions.Host;
using Work.Model;

namespace Work.Functions.Conditions;

/// <summary>
/// Looks at the registered sources and reports what has changed; without sources it does nothing. In real time even where the clock is virtual, since
/// what it looks at is real. The first look after a start reports, whatever was reported before; a report that fails is made again.
/// </summary>
public sealed partial class ConditionLooks(IEnumerable<ConditionRegistration> sources, IServiceProvider services, ConditionReporter reporter, RealTime time, ILogger<ConditionLooks> logger) : BackgroundService
{
    // A client comes with a function's invocation alone.
    private readonly TaskCompletionSource<DurableTaskClient> client = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gives the client to report with; the first one counts.</summary>
    public void Use(DurableTaskClient given) => client.TrySetResult(given);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(sources.Select(source => LookAsync(source.Name, stoppingToken)));

    private async Task LookAsync(string name, CancellationToken cancellation)
    {
        DurableTaskClient reports = await client.Task.WaitAsync(cancellation);
        IConditionSource source = services.GetRequiredKeyedService<IConditionSource>(name);
        bool? told = null;
        using var timer = new PeriodicTimer(source.Interval, time);
        do
        {
            try
            {
                bool? seen = await source.LookAsync(cancellation);
                if (seen is { } holds && seen != told)
                {
                    await reporter.ReportAsync(reports, WorkRequest.DefaultScope, [ConditionChange.Of(name, holds)], cancellation);
                    told = seen;
                }
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                LogLookFailed(failure, name);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    [LoggerMessage(LogLevel.Warning, "The condition {Name} could not be looked at or reported; it is tried again.")]
    private partial void LogLookFailed(Exception failure, string name);
}
