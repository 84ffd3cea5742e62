using System.Diagnostics;
using System.Net;
using Work.Benchmarks.Figures;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Yardsticks;

/// <summary>What HTTP does at best: the client of the figures with 32 connections against Kestrel with nothing behind it, in a process of its own.</summary>
internal static class KestrelYardstick
{
    private const int Connections = 32;

    public static async Task MeasureAsync(TimeSpan time, Measurement into)
    {
        long begun = TimeProvider.System.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(KestrelYardstick).Assembly.Location, BareServer.Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            string address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The bare server did not start.");
            Connection[] lanes = await Connection.OpenAsync(IPEndPoint.Parse(new Uri(address).Authority), Connections);
            byte[] request = Requests.Post("/", Requests.Work);
            await lanes[0].SendAsync(request, 202);
            TimeSpan start = TimeProvider.System.GetElapsedTime(begun);
            await Lanes.SendAsync(lanes, request, 202, int.MaxValue - Connections, time);
            long measured = TimeProvider.System.GetTimestamp();
            int answered = await Lanes.SendAsync(lanes, request, 202, int.MaxValue - Connections, time);
            into.With(Yardstick.KestrelRequests, answered / TimeProvider.System.GetElapsedTime(measured).TotalSeconds);
            Array.ForEach(lanes, lane => lane.Dispose());
            process.Refresh();
            into.With(Yardstick.KestrelResidentMegabytes, process.WorkingSet64 / 1048576.0).With(Yardstick.KestrelStartSeconds, start.TotalSeconds);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
