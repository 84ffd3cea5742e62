using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Work.Model;

namespace Work.Client;

/// <summary>
/// A stream of works that goes on where it was cut: each event's id names a point up to which everything was told, and the next connection asks for what
/// comes after it.
/// </summary>
internal sealed class WorkStream(WorkCalls calls, IOptions<WorkClientOptions> options, TimeProvider clock)
{
    private const string Id = "id: ";
    private const string Data = "data: ";

    // A host says something every fifteen seconds; one that does not is gone, even when nobody has said so.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private string? lastId;
    private int failures;

    internal async IAsyncEnumerable<WorkInfo> FollowAsync(WorkQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            using HttpResponseMessage? response = await OpenAsync(query.EventsPath(), cancellation);
            if (response is null)
            {
                continue;
            }

            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
            string? id = null;
            while (await ReadAsync(reader, cancellation) is { } line)
            {
                failures = 0;
                if (line.StartsWith(Id, StringComparison.Ordinal))
                {
                    id = line[Id.Length..];
                }
                else if (line.StartsWith(Data, StringComparison.Ordinal))
                {
                    yield return JsonSerializer.Deserialize<WorkInfo>(line[Data.Length..], WorkJson.Options)!;
                    lastId = id;
                }
            }

            await PauseAsync(new WorkException(WorkErrorCode.Unreachable, "The stream was cut."), cancellation);
        }
    }

    private async Task<HttpResponseMessage?> OpenAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await calls.OpenAsync(path, lastId, cancellation);
        }
        catch (HttpRequestException failure)
        {
            await PauseAsync(new WorkException(WorkErrorCode.Unreachable, $"The host does not answer: {failure.Message}", failure), cancellation);
        }
        catch (OperationCanceledException timeout) when (!cancellation.IsCancellationRequested)
        {
            await PauseAsync(new WorkException(WorkErrorCode.Unreachable, "The host did not answer in time.", timeout), cancellation);
        }
        catch (WorkException failure) when (failure.IsTransient)
        {
            await PauseAsync(failure, cancellation);
        }

        return null;
    }

    // Null is the end of this connection, whatever ended it.
    private static async Task<string?> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(LongestSilence);
        try
        {
            return await reader.ReadLineAsync(silence.Token);
        }
        catch (Exception cut) when ((cut is IOException or HttpRequestException or OperationCanceledException) && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private Task PauseAsync(WorkException failure, CancellationToken cancellation)
    {
        if (failures++ >= options.Value.MaxRetries)
        {
            throw failure;
        }

        TimeSpan pause = options.Value.RetryDelay * Math.Pow(2, failures - 1);
        return Task.Delay(failure.RetryAfter ?? (pause < options.Value.MaxRetryDelay ? pause : options.Value.MaxRetryDelay), clock, cancellation);
    }
}
