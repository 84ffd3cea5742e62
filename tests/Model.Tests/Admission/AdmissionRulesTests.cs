using System.Collections.Immutable;
using System.Text.Json;
using Work.Model;

namespace Model.Tests.Admission;

public sealed class AdmissionRulesTests
{
    private static readonly DateTimeOffset Due = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void There_are_never_more_holders_than_places_and_each_waiter_gets_one_in_the_end()
    {
        var line = new Line();
        for (int i = 0; i < 10; i++)
        {
            line.Ask(Contender(i, places: 3));
        }

        Assert.Equal([0, 1, 2], line.Holders);
        line.Leave(1);
        Assert.Equal([0, 2, 3], line.Holders);
        foreach (int one in Enumerable.Range(0, 10))
        {
            line.Leave(one);
        }

        Assert.Empty(line.Holders);
        Assert.True(line.State.IsEmpty);
        Assert.Equal(Enumerable.Range(0, 10), line.Admitted);
    }

    [Fact]
    public void A_place_goes_to_the_highest_priority_then_to_the_earliest_due_then_to_who_asked_first()
    {
        var line = new Line();
        line.Ask(Contender(0));
        line.Ask(Contender(1));
        line.Ask(Contender(2));
        line.Ask(Contender(3, dueAt: Due.AddSeconds(-1)));
        line.Ask(Contender(4, rank: 1, dueAt: Due.AddHours(1)));
        line.Ask(Contender(5, rank: -1, dueAt: Due.AddHours(-1)));
        line.LeaveAll();
        Assert.Equal([0, 4, 3, 1, 2, 5], line.Admitted);
    }

    [Fact]
    public void Where_works_of_a_key_differ_in_its_places_the_askers_own_count_holds_and_nobody_is_overtaken()
    {
        var line = new Line();
        line.Ask(Contender(0, places: 2));
        line.Ask(Contender(1, places: 1));
        line.Ask(Contender(2, places: 3));
        Assert.Equal([0], line.Holders);
        line.Leave(0);
        Assert.Equal([1, 2], line.Holders);
    }

    [Fact]
    public void Asking_and_leaving_twice_or_leaving_without_having_asked_changes_nothing()
    {
        var line = new Line();
        line.Ask(Contender(0));
        line.Ask(Contender(1));
        line.Ask(Contender(0));
        line.Ask(Contender(1));
        line.Leave(9);
        Assert.Equal([0], line.Holders);
        Assert.Single(line.State.Waiters);
        line.Leave(0);
        line.Leave(0);
        Assert.Equal([1], line.Holders);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_line_on_pages_serves_in_the_order_of_one_that_is_all_at_hand(int seed)
    {
        var random = new Random(seed);
        var line = new Line { PagesAreSlow = seed % 2 == 0 };
        var expected = new List<Contender>();
        var gone = new HashSet<int>();
        line.Ask(Contender(-1));
        for (int i = 0; i < 1_500; i++)
        {
            Contender one = Contender(i, rank: random.Next(4), dueAt: Due.AddSeconds(random.Next(500)));
            line.Ask(one);
            expected.Add(one with { Number = i });
            if (random.Next(8) == 0)
            {
                int left = random.Next(i + 1);
                line.Leave(left);
                gone.Add(left);
            }
        }

        line.LeaveAll();
        Assert.Equal([-1, .. expected.Where(one => !gone.Contains(one.Index)).OrderByDescending(one => one.Rank).ThenBy(one => one.DueAt).ThenBy(one => one.Number).Select(one => one.Index)], line.Admitted);
        Assert.True(line.State.IsEmpty);
        Assert.Empty(line.State.Left);
        Assert.Empty(line.Pages);
    }

    [Fact]
    public void What_is_stored_stays_small_however_many_wait()
    {
        const int Waiting = 20 * AdmissionRules.WaitersOfAPage;
        var line = new Line();
        for (int i = 0; i < Waiting; i++)
        {
            line.Ask(Contender(i));
            Assert.True(line.State.Waiters.Length <= 2 * AdmissionRules.WaitersOfAPage);
        }

        Assert.InRange(JsonSerializer.Serialize(line.State).Length, 1, 50_000);
        for (int i = Waiting - 1; i > 0; i--)
        {
            line.Leave(i);
            Assert.InRange(line.State.Left.Length, 0, AdmissionRules.WaitersOfAPage);
        }

        Assert.Equal([0], line.Holders);
        line.Leave(0);
        Assert.True(line.State.IsEmpty);
    }

    private static Contender Contender(int index, int rank = 0, int places = 1, DateTimeOffset? dueAt = null) =>
        new() { Instance = "w0123456789abcdefghijkl", Index = index, Rank = rank, DueAt = dueAt ?? Due, Places = places };

    /// <summary>
    /// The state with its pages, as entities keep them; slow pages come back only when nothing else can be done. A long line is written and read at some of its steps, a short one at each.
    /// </summary>
    private sealed class Line
    {
        private const int Short = 8;
        private const int Apart = 7;
        private readonly Queue<int> sentFor = new();
        private int steps;

        public AdmissionState State { get; private set; } = new();

        public bool PagesAreSlow { get; init; }

        public Dictionary<int, ImmutableArray<Contender>> Pages { get; } = [];

        public List<int> Admitted { get; } = [];

        public IEnumerable<int> Holders => State.Holders.Select(holder => holder.Index);

        public void Ask(Contender contender) => Take(AdmissionRules.Ask(State, contender));

        public void Leave(int index) => Take(AdmissionRules.Leave(State, new GateTicket("w0123456789abcdefghijkl", index, 0)));

        public void LeaveAll()
        {
            while (!State.IsEmpty)
            {
                if (State.Holders.IsEmpty)
                {
                    BringBack();
                }
                else
                {
                    Leave(State.Holders[0].Index);
                }
            }
        }

        private void Take(AdmissionStep step)
        {
            State = step.State.Waiters.Length < Short || ++steps % Apart == 0 ? JsonSerializer.Deserialize<AdmissionState>(JsonSerializer.Serialize(step.State))! : step.State;
            Admitted.AddRange(step.Admitted.Select(one => one.Index));
            if (step.PutAway is { } putAway)
            {
                Pages.Add(putAway.Number, putAway.Waiters);
            }

            foreach (int page in step.Strike.IsEmpty ? [] : Pages.Keys.ToList())
            {
                Pages[page] = Pages[page].RemoveAll(waiter => step.Strike.Any(waiter.Is));
            }

            if (step.SendFor is { } number)
            {
                sentFor.Enqueue(number);
                if (!PagesAreSlow)
                {
                    BringBack();
                }
            }
        }

        private void BringBack()
        {
            int number = sentFor.Dequeue();
            Pages.Remove(number, out ImmutableArray<Contender> waiters);
            Take(AdmissionRules.Restore(State, number, waiters));
        }
    }
}
