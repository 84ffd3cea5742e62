using System.Text.Json;
using Kills.Load;

namespace Kills.Checks;

/// <summary>Holds each acknowledged work against what is stored: it is there, and ended as it must.</summary>
internal sealed class WorkCheck(Ledger ledger, StoredWorks stored, string files)
{
    public List<string> Faults { get; } = [];

    public int Finished { get; private set; }

    public int Replaced { get; private set; }

    public int Lost { get; private set; }

    public async Task CheckAsync()
    {
        byte[] transferred = await stored.BytesAsync("/api/openapi.json");
        foreach (Acknowledged work in ledger.Works.Values)
        {
            if (stored.Of(work.Id) is { } found)
            {
                CheckFound(work, found);
                CheckFile(work, transferred);
            }
            else if (work.Request.Replaces)
            {
                Replaced++;
            }
            else
            {
                Lost++;
                Faults.Add($"{work.Id} ({work.Request.Kind}) was acknowledged and is gone.");
            }
        }

        foreach (string name in ledger.Names.Keys)
        {
            IReadOnlyList<JsonElement> named = await stored.NamedAsync(name);
            if (named.Count == 0 || !named.All(StoredWorks.IsFinished))
            {
                Faults.Add($"The name {name} has {named.Count} works, in {string.Join(' ', named.Select(StoredWorks.StateOf).Distinct())}.");
            }
        }
    }

    private void CheckFound(Acknowledged work, JsonElement found)
    {
        string state = StoredWorks.StateOf(found);
        Finished += StoredWorks.IsFinished(found) ? 1 : 0;
        if (!StoredWorks.IsFinished(found) || (work.Work.State != "any" && state != work.Work.State))
        {
            Faults.Add($"{work.Id} ({work.Request.Kind}) is {state}, and must be {work.Work.State}: {found}");
        }

        if (ledger.SeenFinished.TryGetValue(work.Id, out (string State, DateTimeOffset At) seen) && seen.State != state)
        {
            Faults.Add($"{work.Id} ({work.Request.Kind}) was {seen.State} before a kill, and is {state} now.");
        }

        if (ledger.LeasesEnded.TryGetValue(work.Id, out string? output) && found.GetProperty("output").GetProperty("by").GetString() != output)
        {
            Faults.Add($"{work.Id} was ended with {output}, and says {found.GetProperty("output")}.");
        }
    }

    private void CheckFile(Acknowledged work, byte[] content)
    {
        if (work.Work.File is { } file && !content.AsSpan().SequenceEqual(File.Exists(Path.Combine(files, file)) ? File.ReadAllBytes(Path.Combine(files, file)) : []))
        {
            Faults.Add($"{work.Id} should have written {file}.");
        }
    }
}
