using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Work.Functions.Files;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>
/// One attempt to fetch a file. What arrives is appended to a partial file that outlives the attempt, so the next one asks only for the rest.
/// The file gets its name in one step, after its hash was compared. A crash before that leaves the partial file, cut to what was flushed; a crash
/// after it, before the result is stored, leaves the whole file, which the next attempt recognizes by its hash or else fetches again.
/// </summary>
internal sealed class Download(GuardedHttp http, IFileStore files, WorkContext context, TransferInput input)
{
    private const long LeastFlush = 256 * 1024;
    private const long MostFlush = 8 * 1024 * 1024;

    public async Task<WorkResult> RunAsync(CancellationToken stop)
    {
        if (input.Sha256 is not null && await files.FindAsync(input.To!, stop) is { } there)
        {
            var hash = await StoredHash.OfAsync(await files.OpenReadAsync(there.Name, stop), context, stop);
            if (hash == input.Sha256)
            {
                await DropPartialAsync();
                return Done(there, hash, resumedFrom: 0);
            }
        }

        await using var partial = await files.OpenPartialAsync(input.To!, stop);
        var result = await FetchAsync(partial, stop);
        if (result is WorkFailure)
        {
            await partial.DiscardAsync(CancellationToken.None);
        }

        return result;
    }

    // An attempt that died between the end of the file and the end of the partial one left both, where a store cannot rename.
    private async Task DropPartialAsync()
    {
        if (context.RunAttemptCount > 0)
        {
            await using var partial = await files.OpenPartialAsync(input.To!, CancellationToken.None);
            await partial.DiscardAsync(CancellationToken.None);
        }
    }

    private async Task<WorkResult> FetchAsync(PartialFile partial, CancellationToken stop)
    {
        var from = partial.Source?.Source == input.SourceName ? partial.Length : 0;
        var answer = await AskAsync(partial.Source, from, stop);
        var verdict = RangeAnswer.Judge(answer, partial.Source, from);
        if (verdict == RangeVerdict.Restart)
        {
            answer.Dispose();
            from = 0;
            answer = await AskAsync(null, from, stop);
            verdict = RangeAnswer.Judge(answer, null, from);
        }

        using var owned = answer;
        if (verdict == RangeVerdict.Refused)
        {
            return AnswerStatus.Refusal(answer, context.Clock);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (verdict == RangeVerdict.TakeAll)
        {
            from = 0;
            await partial.RestartAsync(RangeAnswer.Describe(input.SourceName, answer), stop);
        }
        else
        {
            await StoredHash.AddAsync(hash, partial.OpenRead(), context, stop);
        }

        if (verdict != RangeVerdict.Complete)
        {
            await AppendAsync(partial, answer, hash, stop);
        }

        return await FinishAsync(partial, StoredHash.Text(hash), from, answer.Content.Headers.ContentRange?.Length ?? partial.Source!.Length);
    }

    private Task<HttpResponseMessage> AskAsync(PartialSource? source, long from, CancellationToken stop) => Redirects.SendAsync(
        http,
        input.Url,
        (url, sameOrigin) =>
        {
            var request = new HttpRequestMessage(input.Method, url);
            RequestHeaders.Apply(request, input.Headers, sameOrigin);

            // Ranges count the bytes of one encoding; the plain one is the file.
            request.Headers.AcceptEncoding.ParseAdd("identity");
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                request.Headers.IfRange = RangeAnswer.Condition(source!);
            }

            return Task.FromResult(request);
        },
        stop);

    private async Task AppendAsync(PartialFile partial, HttpResponseMessage answer, IncrementalHash hash, CancellationToken stop)
    {
        var meter = new ProgressMeter(context, partial.Source!.Length);
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        var buffer = new byte[TransferWorker.BlockBytes];
        try
        {
            await meter.ReportAsync(partial.Length, stop);
            int count;
            while ((count = await http.ReadAsync(body, buffer, stop)) > 0)
            {
                await partial.AppendAsync(buffer.AsMemory(0, count), stop);
                hash.AppendData(buffer, 0, count);
                if (partial.Length - partial.DurableLength >= Math.Clamp(partial.Length / 8, LeastFlush, MostFlush))
                {
                    await partial.FlushAsync(stop);
                }

                await meter.ReportAsync(partial.Length, stop);
            }
        }
        finally
        {
            // A cut and a stop end here too, and the next attempt goes on from what is durable now.
            await partial.FlushAsync(CancellationToken.None);
        }
    }

    private async Task<WorkResult> FinishAsync(PartialFile partial, string hash, long resumedFrom, long? total)
    {
        if (partial.Length < total)
        {
            return WorkResult.Retry(new WorkError(ErrorTypes.NoConnection, $"The answer ended after {partial.Length} of {total} bytes."));
        }

        if (partial.Length > total)
        {
            return WorkResult.Failure(new WorkError(ErrorTypes.InvalidAnswer, $"The answer has {partial.Length} bytes where it promised {total}."));
        }

        if (input.Sha256 is not null && hash != input.Sha256)
        {
            var error = new WorkError(ErrorTypes.HashMismatch, $"The file's SHA-256 is {hash}, and not {input.Sha256}.");
            await partial.DiscardAsync(CancellationToken.None);

            // A file put together over several attempts may have been two files; one fetched at a stretch is what the source has.
            return resumedFrom > 0 ? WorkResult.Retry(error) : WorkResult.Failure(error);
        }

        return Done(await partial.CommitAsync(CancellationToken.None), hash, resumedFrom);
    }

    private static WorkResult Done(StoredFile file, string sha256, long resumedFrom) => WorkResult.Success(JsonSerializer.SerializeToElement(
        new { file = file.Name, bytes = file.Length, sha256, resumed = resumedFrom > 0, resumedFrom }));
}
