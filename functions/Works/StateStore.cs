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

        // More periods than are kept share their names in turn, so that a work that never ends keeps a bounded number of documents.
        string name = run.Period > 0 ? $"outputs/{run.Work.Id}/period-{run.Period % RunRules.MaxAttemptsKept}.json" : $"outputs/{run.Work.Id}/{run.Attempt}{teller}.json";
        await SaveAsync(name, value, cancellation);
        return new Payload { Reference = name };
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

    /// <summary>Loads a document; the default when it is not there.</summary>
    public async Task<T?> LoadAsync<T>(string name, CancellationToken cancellation)
    {
        byte[]? content = await files.ReadBytesAsync(name, cancellation);
        return content is null ? default : JsonSerializer.Deserialize<T>(content);
    }
}
