using System.Diagnostics;
using System.Net.Sockets;
using Load.Wire;

namespace Load.Fuzz;

/// <summary>Sends cases, one after the other, over one connection as long as that goes.</summary>
internal sealed class Caller(LoadedHost host, FuzzReport report, Words words) : IDisposable
{
    /// <summary>Within this time each request is answered: less than any bound after which the app gives up waiting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    private RawConnection? connection;

    /// <summary>Sends a case and judges the answer.</summary>
    public async Task<RawAnswer?> CallAsync(FuzzCase asked)
    {
        long begun = Stopwatch.GetTimestamp();
        try
        {
            bool isUsed = connection is not null;
            RawAnswer? answer = await TryAsync(asked);
            if (answer is null && isUsed)
            {
                // The host may have ended the connection after the answer before.
                answer = await TryAsync(asked);
            }

            report.Add(asked, answer, Stopwatch.GetElapsedTime(begun));
            if (answer is { Status: < 300 })
            {
                words.Learn(answer.Body);
            }

            return answer;
        }
        catch (OperationCanceledException)
        {
            report.Fail(asked, $"no answer within {Patience.TotalSeconds} s");
            Drop();
            return null;
        }
    }

    public void Dispose() => Drop();

    private async Task<RawAnswer?> TryAsync(FuzzCase asked)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            connection ??= await host.ConnectAsync(late.Token);
            RawConnection current = connection;
            Task<RawAnswer?> answering = current.ReadAsync(asked.IsHead, late.Token);
            await SendAsync(current, asked, late.Token);
            RawAnswer? answer = await answering;
            if (answer is null || !asked.KeepsConnection || answer.IsStream || answer.ClosesConnection)
            {
                Drop();
            }

            return answer;
        }
        catch (Exception fault) when (fault is SocketException or EndOfStreamException)
        {
            Drop();
            return null;
        }
    }

    // What cannot be sent any more may have been answered already.
    private static async Task SendAsync(RawConnection connection, FuzzCase asked, CancellationToken late)
    {
        try
        {
            await connection.SendAsync(asked.Bytes, late);
            if (!asked.IsWhole)
            {
                connection.EndSending();
            }
        }
        catch (SocketException)
        {
            // The answer says why, or there is none.
        }
    }

    private void Drop()
    {
        connection?.Dispose();
        connection = null;
    }
}
