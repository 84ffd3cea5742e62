using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Conditions;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>The conditions of scopes.</summary>
public sealed class ConditionFunctions(ConditionReporter reporter, IOptions<WorkOptions> options)
{
    /// <summary>What was last reported of a scope; nothing of one that never was.</summary>
    [Function("GetConditions")]
    public static async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "conditions/{scope}")] HttpRequest request,
        string scope,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        Answers.Json((await ConditionReporter.ReadAsync(client, Checked(scope), cancellation)).Conditions);

    /// <summary>Reports conditions: what is given is merged, null forgets. Work that is let through starts, and what has lost its constraints is stopped.</summary>
    [Function("ReportConditions")]
    public async Task<IActionResult> ReportAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "conditions/{scope}")] HttpRequest request,
        string scope,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, options.Value.Limits);
        return ConditionReader.TryRead(body, options.Value.Limits, out IReadOnlyList<ConditionChange>? changes, out RejectedReading? rejected)
            ? Answers.Json(await reporter.ReportAsync(client, Checked(scope), changes, cancellation))
            : throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults));
    }

    private static string Checked(string scope) =>
        ScopeNames.IsValid(scope) ? scope : throw new RefusedException(Refusals.Invalid("scope", $"must match {ScopeNames.Pattern}"));
}
