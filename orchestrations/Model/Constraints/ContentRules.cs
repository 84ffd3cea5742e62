using System.Collections.Immutable;

namespace Work.Model;

/// <summary>
/// How changes of content reach the works that wait for them: when it has been quiet for the update delay since the latest change, at the latest
/// when the longest delay since the first is over. What changes after that is told as well, in the same way, until the work leaves. Each operation may
/// come twice.
/// </summary>
public static class ContentRules
{
    /// <summary>What a waiting work is held by; for people.</summary>
    public const string Name = "contentTriggers";

    /// <summary>The most changes that a work is told by name.</summary>
    public const int MaxUris = 50;

    /// <summary>The most characters of all changes that a work is told by name.</summary>
    public const int MaxCharacters = 4_096;

    private static readonly GateAnswer Waits = new() { Verdict = GateVerdict.Held, Name = Name };

    /// <summary>Whether a change concerns a trigger: the same content, or what lies below it.</summary>
    public static bool Concerns(ContentTrigger trigger, string uri)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(uri);
        return uri == trigger.Uri || (trigger.Descendants && uri.StartsWith(trigger.Uri.TrimEnd('/') + "/", StringComparison.Ordinal));
    }

    /// <summary>A work asks; what it asked in earlier passings is forgotten.</summary>
    public static (ContentState State, GateAnswer Answer) Ask(ContentState state, GateTicket ticket, Constraints needs)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(needs);
        if (state.Watchers.Find(watcher => watcher.Ticket == ticket) is { } known)
        {
            return (state, known.Told ?? Waits);
        }

        var watcher = new ContentWatcher
        {
            Ticket = ticket,
            Triggers = needs.ContentTriggers ?? [],
            UpdateDelay = needs.TriggerUpdateDelay ?? TimeSpan.Zero,
            MaxDelay = needs.TriggerMaxDelay ?? TimeSpan.Zero,
        };
        ContentState left = Leave(state, ticket);
        return (left with { Watchers = left.Watchers.Add(watcher) }, Waits);
    }

    /// <summary>A work leaves; of its passing, and of those before.</summary>
    public static ContentState Leave(ContentState state, GateTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(ticket);
        return state with { Watchers = state.Watchers.RemoveAll(watcher => watcher.Ticket.Instance == ticket.Instance && watcher.Ticket.Index == ticket.Index && watcher.Ticket.Pass <= ticket.Pass) };
    }

    /// <summary>Content has changed.</summary>
    public static ContentStep Changed(ContentState state, string uri, DateTimeOffset now) => Settle(
        state with { Watchers = [.. state.Watchers.Select(watcher => watcher.Triggers.Any(trigger => Concerns(trigger, uri)) ? With(watcher, uri, now) : watcher)] }, now);

    /// <summary>A wake-up comes: the one that is awaited, or an older one, which changes nothing.</summary>
    public static ContentStep Wake(ContentState state, DateTimeOffset wokenFor, DateTimeOffset now) =>
        wokenFor != state.WakeAt ? new ContentStep(state, [], null) : Settle(state with { WakeAt = null }, now > wokenFor ? now : wokenFor);

    /// <summary>Works ask to be let in: all of a claim, or none.</summary>
    public static ContentState Admit(ContentState state, ContentAdmission asked, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(asked);
        ImmutableList<AdmittedWork> left = state.Admitted.RemoveAll(work => asked.Gone.Contains(work.Id));
        bool isKnown = left.Exists(work => work.Claim == asked.Claim);
        bool isAdmitted = isKnown || left.Count + asked.Works.Count <= asked.Limit;
        return state with
        {
            Admitted = isAdmitted && !isKnown ? left.AddRange(asked.Works.Select(id => new AdmittedWork(asked.Claim, id, now))) : left,
            Decisions = [.. state.Decisions.Where(decision => decision.Claim != asked.Claim).TakeLast(ContentState.MaxDecisions - 1), new ContentDecision(asked.Claim, isAdmitted)],
        };
    }

    private static ContentWatcher With(ContentWatcher watcher, string uri, DateTimeOffset now)
    {
        ImmutableList<string>? uris = watcher.Uris is null || watcher.Uris.Contains(uri) ? watcher.Uris : watcher.Uris.Add(uri);
        bool isTooMuch = uris is not null && (uris.Count > MaxUris || uris.Sum(each => each.Length) > MaxCharacters);
        return watcher with { Untold = new ContentChanges(watcher.Untold?.FirstAt ?? now, now), Uris = isTooMuch ? null : uris };
    }

    private static ContentStep Settle(ContentState state, DateTimeOffset now)
    {
        long number = state.Watchers.Exists(watcher => watcher.DueAt <= now) ? state.Number + 1 : state.Number;
        ImmutableList<ContentWatcher> watchers = [.. state.Watchers.Select(watcher => watcher.DueAt <= now
            ? watcher with { Untold = null, Told = new GateAnswer { Number = number, Uris = watcher.Uris ?? [] } }
            : watcher)];
        GateTelling[] tell = [.. watchers.Where(watcher => number > state.Number && watcher.Told?.Number == number).Select(watcher => new GateTelling(watcher.Ticket, watcher.Told!))];
        DateTimeOffset? next = watchers.Min(watcher => watcher.DueAt);
        bool isWanted = next is { } at && (state.WakeAt is null || at < state.WakeAt);
        return new ContentStep(state with { Watchers = watchers, Number = number, WakeAt = isWanted ? next : state.WakeAt }, tell, isWanted ? next : null);
    }
}
