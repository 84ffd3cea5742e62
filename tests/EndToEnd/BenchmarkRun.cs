using System.Diagnostics;
using System.Text.Json;

namespace EndToEnd;

/// <summary>The benchmarks as people run them, with small numbers. How fast it is proves nothing here; that it measures and tells does.</summary>
internal static class BenchmarkRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>The JSON lines that it printed.</summary>
    public static async Task<IReadOnlyList<JsonElement>> LinesAsync(string data, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Benchmarks, "--quick", "--json", "--data", data, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            Task<string> faults = process.StandardError.ReadToEndAsync(limit.Token);
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, await faults);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
