using Work.Model;

namespace Work.Functions.Telemetry;

/// <summary>The ends of runs as telemetry names them.</summary>
internal static class RunResults
{
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Retry = "retry";

    public static string NameOf(RunEnd end) => end switch
    {
        RunEnd.Succeeded => Succeeded,
        RunEnd.Failed => Failed,
        RunEnd.AskedForRetry => Retry,
        RunEnd.Threw => "threw",
        RunEnd.Stopped => "stopped",
        RunEnd.Lost => "lost",
        RunEnd.GoesOn => "goes_on",
        RunEnd.Continued => "continued",
        _ => "held_back",
    };
}
