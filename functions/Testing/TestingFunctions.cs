using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Work.Functions.Host;
using Work.Functions.Http;
using Work.Functions.Works;

namespace Work.Functions.Testing;

/// <summary>The clock and the life of a host in testing mode. On any other host these paths are 404.</summary>
public sealed class TestingFunctions(IEnumerable<ITestHost> hosts)
{
    private readonly ITestHost? host = hosts.LastOrDefault();

    /// <summary>Moves the clock, and answers when idle.</summary>
    [Function("TestingAdvanceClock")]
    public async Task<IActionResult> AdvanceAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "testing/clock/advance")] HttpRequest request, CancellationToken cancellation) =>
        host is null ? throw new RefusedException(Refusals.NotTesting) : Answers.Json(new ClockAnswer(await host.AdvanceToAsync(await TestingRequests.TargetAsync(request, host.Now), cancellation)));

    /// <summary>Answers when idle.</summary>
    [Function("TestingIdle")]
    public async Task<IActionResult> IdleAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "testing/idle")] HttpRequest request, CancellationToken cancellation)
    {
        if (host is null)
        {
            throw new RefusedException(Refusals.NotTesting);
        }

        await host.WaitIdleAsync(cancellation);
        return Answers.Json(new ClockAnswer(host.Now));
    }

    /// <summary>Ends the process at once.</summary>
    [Function("TestingCrash")]
    public IActionResult Crash([HttpTrigger(AuthorizationLevel.Function, "post", Route = "testing/crash")] HttpRequest request)
    {
        host?.Crash();
        throw new RefusedException(Refusals.NotTesting);
    }

    private sealed record ClockAnswer(DateTimeOffset Now);
}
