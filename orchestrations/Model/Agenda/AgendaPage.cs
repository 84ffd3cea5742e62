using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>An instance that is due in a slot, and when it said so; the due time tells one note of an instance from a later one.</summary>
public sealed record AgendaNote(string Instance, [property: JsonConverter(typeof(UnixMilliseconds))] DateTimeOffset DueAt);

/// <summary>What a bucket of the agenda holds: one note for each instance, in the order in which they came.</summary>
public sealed record AgendaPage
{
    /// <summary>The notes.</summary>
    public ImmutableArray<AgendaNote> Notes { get; init; } = [];

    /// <summary>The page with a note; an instance that is noted already has the later note only.</summary>
    public AgendaPage With(AgendaNote note) =>
        Notes.Contains(note) ? this : this with { Notes = [.. Notes.Where(other => other.Instance != note.Instance), note] };

    /// <summary>The page without exactly these notes; null when nothing is left.</summary>
    public AgendaPage? Without(IReadOnlyList<AgendaNote> notes)
    {
        HashSet<AgendaNote> gone = [.. notes];
        ImmutableArray<AgendaNote> left = Notes.RemoveAll(gone.Contains);
        return left.IsEmpty ? null : this with { Notes = left };
    }
}

/// <summary>How far the agenda has been opened.</summary>
public sealed record AgendaCursor([property: JsonConverter(typeof(UnixMilliseconds))] DateTimeOffset OpenedUntil);
