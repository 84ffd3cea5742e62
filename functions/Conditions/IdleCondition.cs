using Microsoft.Extensions.Options;
using Work.Model;

namespace Work.Functions.Conditions;

/// <summary>Whether the processors have had little to do for a while. Two busy looks in a row end it.</summary>
internal sealed class IdleCondition(IOptions<ConditionOptions> options, ICpuMeter meter) : IConditionSource
{
    private const int BusyLooks = 2;

    private Steadied seen = Steadied.Unknown;

    public TimeSpan Interval => options.Value.LookInterval;

    public Task<bool?> LookAsync(CancellationToken cancellation)
    {
        int idleLooks = Math.Max(1, (int)Math.Ceiling(options.Value.IdleAfter / options.Value.LookInterval));
        if (meter.Use() is { } use)
        {
            seen = seen.Next(use < options.Value.IdleBelow, idleLooks, BusyLooks);
        }

        return Task.FromResult(seen.Value);
    }
}
