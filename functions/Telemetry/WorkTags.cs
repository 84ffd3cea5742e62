namespace Work.Functions.Telemetry;

/// <summary>The names of tags of spans and metrics. Metrics have those only that take few values.</summary>
internal static class WorkTags
{
    public const string Id = "work.id";
    public const string ChainId = "work.chain_id";
    public const string Worker = "work.worker";
    public const string Attempt = "work.attempt";
    public const string Period = "work.period";
    public const string Slice = "work.slice";
    public const string Result = "work.run.result";
    public const string StopReason = "work.stop_reason";
    public const string State = "work.state";
    public const string Operation = "work.operation";
    public const string Quota = "work.quota";
    public const string Verdict = "work.quota.verdict";
    public const string ErrorType = "error.type";
}
