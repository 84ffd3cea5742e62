using Microsoft.Extensions.Logging;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Core;

/// <summary>
/// Opens the store at the start. What may pass by itself (a predecessor that is still stopping, a disk that is just being mounted) is tried again,
/// in real time, and then told; what cannot pass (damage, another format, a lost file) is told at once.
/// </summary>
internal static class StoreOpening
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(600)];

    /// <summary>The opened store.</summary>
    /// <exception cref="StoreException">It could not be opened, by now or ever.</exception>
    public static async Task<Store> OpenAsync(EngineOptions options, DateTimeOffset now, ILogger log, CancellationToken cancellation)
    {
        foreach (TimeSpan pause in Pauses)
        {
            try
            {
                return Store.Open(options.DataDirectory, now, options.FaultPoint, options.FlushToDisk, options.Handover);
            }
            catch (StoreException failure) when (failure.MayPass)
            {
                EngineLog.StoreNotOpened(log, pause, failure.Message);
                await Task.Delay(pause, options.RealTime, cancellation);
            }
        }

        return Store.Open(options.DataDirectory, now, options.FaultPoint, options.FlushToDisk, options.Handover);
    }
}
