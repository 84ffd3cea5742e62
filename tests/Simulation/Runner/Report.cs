using System.Text.Json;

namespace Work.Simulation.Runner;

/// <summary>What a teller says of one seed, as a line of JSON.</summary>
internal sealed record Report(ulong Seed, ulong Hash, string? Violation, int AtStep, int Steps, long Items, int Lives, int Works, int Runs, int Checks, double CpuMilliseconds)
{
    private const string Mark = "told ";

    public string ToLine() => Mark + JsonSerializer.Serialize(this);

    public static Report? Read(string line) => line.StartsWith(Mark, StringComparison.Ordinal) ? JsonSerializer.Deserialize<Report>(line.AsSpan(Mark.Length)) : null;
}
