using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Telemetry;

namespace Work.Functions.Conditions;

/// <summary>Gives the looks at conditions, and at the queue, what only an invocation has.</summary>
public sealed class ConditionLookFunctions(ConditionLooks looks, QueueWatch queue)
{
    /// <summary>Runs when the host has started, and then as good as never.</summary>
    [Function("BeginConditionLooks")]
    public void Begin([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client)
    {
        looks.Use(client);
        queue.Use(client);
    }
}
