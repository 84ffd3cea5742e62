using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Tells when a schedule would fire.</summary>
public sealed class ScheduleFunctions(TimeProvider clock, IOptions<WorkOptions> options)
{
    /// <summary>The next firings of a cron or a period that need not be stored.</summary>
    [Function("PreviewSchedule")]
    public async Task<IActionResult> PreviewAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "schedules/preview")] HttpRequest request)
    {
        WorkLimits limits = options.Value.Limits;
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, limits);
        return PreviewReader.TryRead(body, limits, clock.GetUtcNow(), out PreviewRequest? asked, out RejectedReading? rejected)
            ? Answers.Json(SchedulePreview.Of(asked))
            : throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults));
    }
}
