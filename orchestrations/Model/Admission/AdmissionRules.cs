using System.Collections.Immutable;

namespace Work.Model;

/// <summary>
/// Who gets a place: the highest rank among those who wait, then the earliest due, then who asked first. The order is strict: nobody is overtaken by
/// one who comes after it, even where works of one key differ in how many places there are, so that each is served in the end.
/// Each step costs what is at hand, not what waits: a long line is kept on pages. The one who is next is always known, as each page tells its first.
/// </summary>
public static class AdmissionRules
{
    /// <summary>How many waiters go on a page; twice as many are kept at hand.</summary>
    public const int WaitersOfAPage = 250;

    /// <summary>The step when one asks. Asking again changes nothing.</summary>
    public static AdmissionStep Ask(AdmissionState state, Contender contender)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(contender);
        return Contains(state.Holders, contender.Ticket) || Contains(state.Waiters, contender.Ticket)
            ? new AdmissionStep(state)
            : Next(state with { Waiters = With(state.Waiters, contender with { Number = state.Asked }), Asked = state.Asked + 1 });
    }

    /// <summary>Whether one has a place.</summary>
    public static bool IsAdmitted(AdmissionState state, GateTicket ticket) => Contains(state.Holders, ticket);

    /// <summary>The step when one leaves. Leaving again, or without having asked, changes nothing.</summary>
    public static AdmissionStep Leave(AdmissionState state, GateTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(state);
        AdmissionStep step = Next(state with
        {
            Holders = state.Holders.RemoveAll(holder => holder.Is(ticket)),
            Waiters = state.Waiters.RemoveAll(waiter => waiter.Is(ticket)),
            Left = state.Pages.IsEmpty ? [] : state.Left.Add(ticket),
        });
        return step.State.Left.Length < WaitersOfAPage || step.State.Awaited is not null ? step
            : step with { State = step.State with { Left = [] }, Strike = step.State.Left };
    }

    /// <summary>The step when a page has come back. One that was not sent for, or comes twice, changes nothing.</summary>
    public static AdmissionStep Restore(AdmissionState state, int number, IEnumerable<Contender> waiters)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Awaited != number)
        {
            return new AdmissionStep(state);
        }

        ImmutableArray<Contender> merged = state.Waiters;
        foreach (Contender waiter in waiters.Where(waiter => !state.Left.Contains(waiter.Ticket) && !Contains(state.Holders, waiter.Ticket) && !Contains(state.Waiters, waiter.Ticket)))
        {
            merged = With(merged, waiter);
        }

        ImmutableArray<WaitingPage> pages = state.Pages.RemoveAll(page => page.Number == number);
        return Next(state with { Waiters = merged, Pages = pages, Awaited = null, Left = pages.IsEmpty ? [] : state.Left });
    }

    // Places go to the first of the line as long as it finds one. When the first is on a page, that has to come back before anybody else is served.
    private static AdmissionStep Next(AdmissionState state)
    {
        ImmutableArray<Contender>.Builder admitted = ImmutableArray.CreateBuilder<Contender>();
        WaitingPage? page = state.Pages.IsEmpty ? null : state.Pages.Aggregate((best, other) => other.First.GoesBefore(best.First) ? other : best);
        int next = 0;
        int held = state.Holders.Length;
        while (next < state.Waiters.Length && held < state.Waiters[next].Places && (page is null || state.Waiters[next].GoesBefore(page.First)))
        {
            admitted.Add(state.Waiters[next++]);
            held++;
        }

        AdmissionState after = admitted.Count == 0 ? state : state with { Holders = state.Holders.AddRange(admitted), Waiters = state.Waiters.RemoveRange(0, next) };
        bool isPagesTurn = page is not null && held < page.First.Places && (next == state.Waiters.Length || page.First.GoesBefore(state.Waiters[next]));
        int? sendFor = isPagesTurn && state.Awaited is null ? page!.Number : null;
        return PutAway(new AdmissionStep(after with { Awaited = state.Awaited ?? sendFor }) { Admitted = admitted.ToImmutable(), SendFor = sendFor });
    }

    private static AdmissionStep PutAway(AdmissionStep step)
    {
        AdmissionState state = step.State;
        if (state.Waiters.Length <= 2 * WaitersOfAPage)
        {
            return step;
        }

        int number = state.PagesMade + 1;
        ImmutableArray<Contender> last = state.Waiters[^WaitersOfAPage..];
        return step with
        {
            State = state with
            {
                Waiters = state.Waiters[..^WaitersOfAPage],
                Pages = state.Pages.Add(new WaitingPage(number, last[0])),
                PagesMade = number,
            },
            PutAway = new PutAwayWaiters(number, last),
        };
    }

    private static bool Contains(ImmutableArray<Contender> contenders, GateTicket ticket) => contenders.Any(contender => contender.Is(ticket));

    private static ImmutableArray<Contender> With(ImmutableArray<Contender> line, Contender contender)
    {
        int from = 0;
        for (int to = line.Length; from < to;)
        {
            int middle = (from + to) / 2;
            (from, to) = line[middle].GoesBefore(contender) ? (middle + 1, to) : (from, middle);
        }

        return line.Insert(from, contender);
    }
}
