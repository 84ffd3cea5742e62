using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Activities;
using Work.Functions.Host;
using Work.Functions.Http;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Testing;

/// <summary>WorkManager's TestDriver: says that what a work waits for is there. On a host that is not in testing mode these paths are 404.</summary>
public sealed class TestDriverFunctions(IEnumerable<ITestHost> hosts, WorkFinder finder, GraphMessenger messenger, DelaySkipper skipper, RunWatch watch)
{
    /// <summary>All constraints count as met for one run. Work without constraints, and work that runs or has finished, has nothing to wait for.</summary>
    [Function("TestingConstraintsMet")]
    public Task<IActionResult> ConstraintsMetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "testing/work/{id}/constraints-met")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        DriveAsync(client, id, found => MeetAsync(client, found, cancellation), cancellation);

    /// <summary>The initial delay counts as over.</summary>
    [Function("TestingInitialDelayMet")]
    public Task<IActionResult> InitialDelayMetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "testing/work/{id}/initial-delay-met")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        DriveAsync(client, id, found => SkipDelayAsync(client, found, cancellation), cancellation);

    /// <summary>The period's delay counts as over, an override too: of periodic work only, and not its backoff.</summary>
    [Function("TestingPeriodDelayMet")]
    public Task<IActionResult> PeriodDelayMetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "testing/work/{id}/period-delay-met")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        DriveAsync(client, id, found => SkipPeriodAsync(client, found, cancellation), cancellation);

    /// <summary>Stops the current run with a reason; the work goes on later.</summary>
    [Function("TestingStop")]
    public Task<IActionResult> StopAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "testing/work/{id}/stop")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        DriveAsync(client, id, found => StopAsync(request, client, found, cancellation), cancellation);

    private async Task<IActionResult> DriveAsync(DurableTaskClient client, string id, Func<FoundWork, Task> drive, CancellationToken cancellation)
    {
        if (!hosts.Any())
        {
            throw new RefusedException(Refusals.NotTesting);
        }

        FoundWork found = await finder.FindAsync(client, id, cancellation) ?? throw new RefusedException(Refusals.UnknownWork(id));
        await drive(found);
        found = await finder.FindAsync(client, id, cancellation) ?? throw new RefusedException(Refusals.UnknownWork(id));
        return Answers.Json(await finder.ShowAsync(found, cancellation));
    }

    private async Task SkipDelayAsync(DurableTaskClient client, FoundWork found, CancellationToken cancellation)
    {
        Refusals.Unless(CallRules.WhyNotInitialDelayMet(found.Spec, found.Record), found.Spec.Id);
        await skipper.SkipAsync(client, found, cancellation);
    }

    private async Task MeetAsync(DurableTaskClient client, FoundWork found, CancellationToken cancellation)
    {
        if (!CallRules.IsHeldByConstraints(found.Spec, found.Record)
            || (found.Graph.IsScheduled && await GraphStarter.TryReplacePendingAsync(client, found.Graph, input => input with { ConstraintsMet = true }, cancellation)))
        {
            return;
        }

        var turn = Turn.Of(found.Record);
        await messenger.SendAsync(
            client, found.Graph.Instance, new GraphMessage { Met = new GraphEvent.ConstraintsMet(found.Index) { Turn = turn } },
            graph => graph.State.Works[found.Index] is var record && !(turn.IsOf(record) && CallRules.IsHeldByConstraints(found.Spec, record)), cancellation);
    }

    private async Task SkipPeriodAsync(DurableTaskClient client, FoundWork found, CancellationToken cancellation)
    {
        Refusals.Unless(CallRules.WhyNotPeriodDelayMet(found.Spec, found.Record), found.Spec.Id);
        await skipper.SkipAsync(client, found, cancellation);
    }

    private async Task StopAsync(HttpRequest request, DurableTaskClient client, FoundWork found, CancellationToken cancellation)
    {
        StopReason reason = await TestingRequests.ReasonAsync(request);
        Refusals.Unless(CallRules.WhyNotStop(found.Record), found.Spec.Id);
        var turn = Turn.Of(found.Record);
        await messenger.SendAsync(
            client, found.Graph.Instance, new GraphMessage { Stop = new GraphEvent.StopAsked(found.Index, reason) { Turn = turn } },
            graph => graph.State.Works[found.Index] is var record && (record.State != WorkState.Running || !turn.IsOf(record)), cancellation);
        await watch.LookAsync(found.Graph.Instance, cancellation);
    }
}
