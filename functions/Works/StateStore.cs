using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Files;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>
/// Keeps what is too large for messages: large outputs, the works of large continuations, ledgers. A name is written once with one content
/// (or, for a ledger, by one writer at a time), so a crash leaves at worst a file that nobody refers to, and a repeat writes the same again.
/// </summary>
public sealed class StateStore([FromKeyedServices(StateStore.Key)] IFileStore files)
{
    /// <summary>The key of the file store that is for the host alone, apart from the files of users.</summary>
    public const string Key = "state";

    /// <summary>Outputs up to this size, in characters of JSON, travel in messages and in the custom status.</summary>
    public const int MaxInlineCharacters = 1_024;

    /// <summary>Outputs of periodic work up to this size do: the status shows those of many periods.</summary>
    public const int MaxInlineCharactersOfPeriods = 128;

    /// <summary>
    /// An output as it is stored: inline when it is small, else by reference. Durable before it returns. Where more than one may say how a run ended,
    /// each is a teller of its own, so that what one says is not replaced by another.
    /// </summary>
    public async Task<Payload> KeepAsync(RunRequest run, JsonElement value, CancellationToken cancellation, string teller = "")
    {
        if (value.GetRawText().Length <= (run.Period > 0 ? MaxInlineCharactersOfPeriods : MaxInlineCharacters))
        {
            return new Payload { Inline = value };
        }

        string name = OutputOf(run.Work.Id, run.Attempt, run.Period, teller);
        await SaveAsync(name, value, cancellation);
        return new Payload { Reference = name };
    }

    /// <summary>
    /// A checkpoint as it is stored, durable before it returns. Two names take turns, so that the one from which a lost slice runs again is never
    /// written over; each attempt has its own, so that one that was left behind cannot write into a later one.
    /// </summary>
    public async Task<Payload> KeepCheckpointAsync(RunRequest run, JsonElement value, CancellationToken cancellation)
    {
        if (value.GetRawText().Length <= MaxInlineCharacters)
        {
            return new Payload { Inline = value };
        }

        string name = CheckpointsOf(run.Work.Id, run.Attempt, run.Period).First(name => name != run.Checkpoint?.Reference);
        await SaveAsync(name, value, cancellation);
        return new Payload { Reference = name };
    }

    private static string[] CheckpointsOf(string workId, int attempt, int period) =>
        [$"checkpoints/{workId}/{period}-{attempt}-0.json", $"checkpoints/{workId}/{period}-{attempt}-1.json"];

    /// <summary>Where outputs and checkpoints of a work may lie: those of its end and of its periods, and those of runs that came back too late.</summary>
    public static IEnumerable<string> OutputsOf(string workId, WorkRecord record)
    {
        IReadOnlyList<Attempt> attempts = record.Attempts ?? [];
        return attempts.Where(attempt => attempt.Result == AttemptResult.Stopped).Select(attempt => OutputOf(workId, attempt.Number, attempt.Period))
            .Concat(attempts.Select(attempt => attempt.Output?.Reference).Append(record.Output?.Reference).OfType<string>())
            .Append(OutputOf(workId, record.RunAttemptCount, PeriodRules.NumberOf(record)))
            .Concat(attempts.Where(attempt => attempt.Slice > 0 || attempt.Result == AttemptResult.Stopped).SelectMany(attempt => CheckpointsOf(workId, attempt.Number, attempt.Period)))
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>The object that a payload stands for; null when there is none, or when it was removed.</summary>
    public async Task<JsonElement?> FetchAsync(Payload? payload, CancellationToken cancellation) => payload switch
    {
        { Inline: { } inline } => inline,
        { Reference: { } reference } => await LoadAsync<JsonElement?>(reference, cancellation),
        _ => null,
    };

    /// <summary>Stores a document. Durable before it returns.</summary>
    public Task SaveAsync<T>(string name, T document, CancellationToken cancellation) =>
        files.WriteBytesAsync(name, JsonSerializer.SerializeToUtf8Bytes(document), cancellation);

    /// <summary>Deletes a document, if it is there.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellation) => files.DeleteAsync(name, cancellation);

    /// <summary>The names of all documents that begin so.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        var names = new List<string>();
        await foreach (StoredFile file in files.ListAsync(prefix, cancellation))
        {
            names.Add(file.Name);
        }

        return names;
    }

    // More periods than are kept share their names in turn, so that a work that never ends keeps a bounded number of documents.
    private static string OutputOf(string workId, int attempt, int period, string? teller = null) =>
        period > 0 ? $"outputs/{workId}/period-{period % RunRules.MaxAttemptsKept}.json" : $"outputs/{workId}/{attempt}{teller}.json";

    /// <summary>Loads a document; the default when it is not there.</summary>
    public async Task<T?> LoadAsync<T>(string name, CancellationToken cancellation)
    {
        byte[]? content = await files.ReadBytesAsync(name, cancellation);
        return content is null ? default : JsonSerializer.Deserialize<T>(content);
    }
}
