namespace Work.Functions.Works;

/// <summary>
/// Remembers when all work was last cancelled. The document is authoritative; of two callers at once the later write stays, and a crash between the
/// cancel and the note leaves the note of the one before.
/// </summary>
public sealed class LastCancelAll(StateStore store, TimeProvider clock)
{
    private const string Document = "cancel-all.json";

    /// <summary>Notes that all work is cancelled now.</summary>
    public Task NoteAsync(CancellationToken cancellation) => store.SaveAsync(Document, new Note(clock.GetUtcNow()), cancellation);

    /// <summary>When it was; null when never.</summary>
    public async Task<DateTimeOffset?> ReadAsync(CancellationToken cancellation) => (await store.LoadAsync<Note>(Document, cancellation))?.At;

    private sealed record Note(DateTimeOffset At);
}
