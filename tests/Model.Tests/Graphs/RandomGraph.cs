using System.Globalization;
using Work.Model;

namespace Model.Tests.Graphs;

/// <summary>
/// A graph whose shape and fate a tape of bytes decides, and a host that carries out what the rules say: hands out what is due and
/// brings results back, late, twice or never. After every step the rules that must always hold are checked.
/// </summary>
internal sealed class RandomGraph
{
    private readonly Queue<byte> _tape;
    private readonly List<(int Work, int Attempt)> _out = [];
    private readonly List<GraphEvent> _past = [];
    private DateTimeOffset _now = Given.Now;

    public RandomGraph(byte[] shape, byte[] tape)
    {
        _tape = new Queue<byte>(tape);
        var bytes = new Queue<byte>(shape);
        int Next(int below) => bytes.TryDequeue(out var value) ? value % below : 0;
        var works = new List<WorkSpec>();
        for (int count = 1 + Next(10), i = 0; i < count; i++)
        {
            var after = Enumerable.Range(0, i).Where(_ => Next(3) == 0).Select(Id).ToList();
            after.AddRange(Enumerable.Range(0, 3).Where(_ => Next(8) == 1).Select(x => $"x{x}"));
            works.Add(Given.Spec(Id(i), [.. after]) with
            {
                MaxAttempts = Next(4),
                InitialDelay = TimeSpan.FromSeconds(Next(3) * 40),
                RetriesExceptions = Next(2) == 0,
                Constraints = new Constraints { Charging = Next(4) == 1 },
            });
        }

        Plan = new GraphPlan(works);
        State = Graph.Begin(Plan, _now);
        Check(State);
    }

    public GraphPlan Plan { get; private set; }

    public GraphState State { get; private set; }

    /// <summary>Lets happen what the tape says, to its end.</summary>
    public RandomGraph Live()
    {
        while (_tape.TryDequeue(out var what))
        {
            Step(what % 13);
        }

        return this;
    }

    /// <summary>From here on all goes well: every run comes back, the prerequisites elsewhere succeed. Bounded.</summary>
    public RandomGraph ToEnd(RunEnd end)
    {
        Happen(new GraphEvent.EndedElsewhere([.. Plan.Elsewhere.Select(id => KeyValuePair.Create(id, WorkState.Succeeded))]));
        for (var round = 0; round < 100 && !State.IsFinished; round++)
        {
            _now = Graph.NextWake(Plan, State) is { } wake && wake > _now ? wake : _now;
            HandOut();
            for (var work = 0; work < Plan.Works.Count; work++)
            {
                Answer(work, GateVerdict.Open, 0);
            }

            HandOut();
            while (_out.Count > 0)
            {
                BringBack(0, end);
            }
        }

        return this;
    }

    private static string Id(int index) => index.ToString(CultureInfo.InvariantCulture);

    private int Draw(int below) => _tape.TryDequeue(out var value) ? value % below : 0;

    private void Step(int what)
    {
        int work = Draw(Plan.Works.Count);
        switch (what)
        {
            case 0 or 1 or 2: HandOut(); break;
            case 3 or 4 when _out.Count > 0: BringBack(Draw(_out.Count), (RunEnd)Draw(6)); break;
            case 5: Happen(new GraphEvent.CancelAsked([work], StopReason.CancelledByApp)); break;
            case 6: Happen(new GraphEvent.StopAsked(work, StopReason.Timeout)); break;
            case 7: Happen(new GraphEvent.EndedElsewhere([KeyValuePair.Create($"x{Draw(3)}", WorkState.Succeeded + Draw(3))])); break;
            case 8 when _past.Count > 0: Again(_past[Draw(_past.Count)]); break;
            case 9: Happen(new GraphEvent.DelaySkipped(work)); Happen(new GraphEvent.Reported(work, Draw(4), null)); break;
            case 10: Answer(work, (GateVerdict)Draw(3), Draw(4) == 1 ? 1 : 0); break;
            case 11: Happen(new GraphEvent.ConstraintsMet(work)); break;
            case 12: Update(work); break;
            default: _now = _now.AddSeconds(Draw(200)); break;
        }
    }

    private void Answer(int work, GateVerdict verdict, int passesAgo) => Happen(new GraphEvent.GateAnswered(
        work, Gate.Constraints, (State.Works[work].Gates?.Pass ?? 0) - passesAgo, new GateAnswer { Verdict = verdict, Reason = StopReason.ConstraintCharging }));

    private void Update(int work)
    {
        var spec = Plan.Works[work] with { InitialDelay = TimeSpan.FromSeconds(Draw(3) * 40) };
        var generation = State.Works[work].Generation + 1;
        var passesAgain = UpdateRules.PassesGatesAgain(State.Works[work]);
        Happen(new GraphEvent.Updated(work, generation, spec));
        if (State.Works[work].Generation == generation)
        {
            Move(passesAgain ? Graph.Leave(State, work) : State);
            Plan = Plan.With(work, spec);
        }
    }

    private void HandOut()
    {
        foreach (var index in Graph.Leaving(State))
        {
            Move(Graph.Leave(State, index));
        }

        foreach (var index in Graph.Due(Plan, State, _now))
        {
            Assert.DoesNotContain(_out, run => run.Work == index);
            if (GateRules.Next(Plan.Works[index], State.Works[index]) is var gate && gate != Gate.None)
            {
                Move(GateRules.IsAsked(State.Works[index], gate) ? State : Graph.Ask(State, index, gate));
                continue;
            }

            var next = Graph.HandOut(Plan, State, index, _now);
            Assert.Equal(State.Works[index].RunAttemptCount + 1, next.Works[index].RunAttemptCount);
            _out.Add((index, next.Works[index].RunAttemptCount));
            Move(next);
        }

        Assert.All(Graph.Due(Plan, State, _now), index => Assert.True(State.Works[index].Gates?.IsWaiting, "due, and neither run nor asked for"));
    }

    private void BringBack(int which, RunEnd end)
    {
        var (work, attempt) = _out[which];
        _out.RemoveAt(which);
        Happen(Given.Result(work, end, attempt, Given.Bad));
    }

    private void Happen(GraphEvent happened)
    {
        Move(Graph.Apply(Plan, State, happened, _now));
        _past.Add(happened);
        Assert.Equal(JsonText.Of(State), JsonText.Of(Graph.Apply(Plan, State, happened, _now)));
    }

    // A result or report that comes again much later changes nothing; asks of people may.
    private void Again(GraphEvent happened)
    {
        var next = Graph.Apply(Plan, State, happened, _now);
        if (happened is GraphEvent.RunEnded or GraphEvent.EndedElsewhere)
        {
            Assert.Equal(JsonText.Of(State), JsonText.Of(next));
        }

        Move(next);
    }

    private void Move(GraphState next)
    {
        for (var i = 0; i < Plan.Works.Count; i++)
        {
            var before = State.Works[i];
            if (before.State.IsFinished())
            {
                Assert.Equal(JsonText.Of(before with { InFlight = false, Gates = null }), JsonText.Of(next.Works[i] with { InFlight = false, Gates = null }));
            }
        }

        State = next;
        Check(next);
    }

    private void Check(GraphState state)
    {
        for (var i = 0; i < Plan.Works.Count; i++)
        {
            var work = state.Works[i];
            var before = Plan.PrerequisitesOf(i).Select(p => state.Works[p].State)
                .Concat(Plan.ElsewhereOf(i).Select(id => state.Elsewhere?.GetValueOrDefault(id) ?? WorkState.Blocked)).ToList();
            Assert.True(work.RunAttemptCount == 0 || before.TrueForAll(s => s == WorkState.Succeeded), "ran before its prerequisites had succeeded");
            Assert.True(before.TrueForAll(s => s is not (WorkState.Failed or WorkState.Cancelled)) || work.State is WorkState.Failed or WorkState.Cancelled, "outlived a prerequisite");
            Assert.Equal(work.State == WorkState.Blocked, before.Exists(s => !s.IsFinished()) && !work.State.IsFinished());
            Assert.Equal(work.State == WorkState.Enqueued, work.NextScheduleTime is not null);
            Assert.Equal(work.State.IsFinished(), work.FinishedAt is not null);
            Assert.Equal(work.State == WorkState.Blocked, work is { EnqueuedAt: null, FinishedAt: null });
            Assert.Equal(_out.Count(run => run.Work == i), work.InFlight ? 1 : 0);
            Assert.True(work.State != WorkState.Running || work.InFlight, "running without a run");
            Assert.True(Plan.Works[i].MaxAttempts == 0 || work.FailedAttempts <= Plan.Works[i].MaxAttempts, "too many attempts");
            Assert.Equal(Enumerable.Range(1, work.Attempts?.Count ?? 0), work.Attempts?.Select(attempt => attempt.Number) ?? []);
        }
    }
}
