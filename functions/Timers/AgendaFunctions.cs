using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Work.Functions.Timers;

/// <summary>Opens the agenda's next slot shortly before each hour. The second look is for what the first one could not do, and else costs nothing.</summary>
public sealed class AgendaFunctions(AgendaOpener opener)
{
    /// <summary>
    /// Opens what is to be opened. The agenda's own cursor says what was missed, so no status of the timer is kept; a look at the start makes it up.
    /// </summary>
    [Function("OpenAgenda")]
    public Task OpenAsync(
        [TimerTrigger("0 46,54 * * * *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        opener.OpenAsync(client, cancellation);
}
