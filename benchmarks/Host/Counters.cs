using System.Text.Json;

namespace Work.Benchmarks.Host;

/// <summary>What the app counted since its start, as its route <c>benchmark/counters</c> tells it.</summary>
internal sealed record Counters(
    long Runs, long Commits, long Rows, long Steps, long Replays, int InMemory, int Collections, long HeapBytes, long AllocatedBytes, string Sqlite)
{
    public static Counters Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<Counters>(json, JsonSerializerOptions.Web)!;
}
