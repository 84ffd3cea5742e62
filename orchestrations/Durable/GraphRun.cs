using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// One execution of a graph's orchestration: it waits, asks the rules, and carries out what they say.
///
/// Authority: this instance alone writes its works' records. What may come twice (messages, results) is idempotent in the rules.
/// Crash: the state is rebuilt from history by replay; a run that was handed out and never came back is delivered to its activity again,
/// which says that it was lost.
/// End: Durable Task ends an instance only once nothing that it has called is open. Until then a graph whose works are finished shows and tells that, and takes messages.
/// </summary>
internal sealed class GraphRun
{
    /// <summary>Runs after which the instance continues as new, so that unlimited retries do not grow its history for ever.</summary>
    internal const int RunsOfOneExecution = 200;

    /// <summary>The same for periodic work, which is woken for each run: on a host that replays, each costs what its execution has run before.</summary>
    internal const int PeriodsOfOneExecution = 20;

    private readonly TaskOrchestrationContext context;
    private readonly GraphInput input;
    private readonly int runsOfThisExecution;
    private readonly Wakeup wakeup;
    private readonly OpenCalls calls;
    private readonly Ledger ledger;
    private readonly Elsewhere elsewhere;
    private readonly GateCalls gates;
    private readonly Updates updates;
    private readonly Firings firings;
    private readonly Pool pool;
    private readonly Agenda agenda;
    private readonly Queue<GraphMessage> mailbox = new();
    private readonly Queue<GraphEvent> events = new();
    private GraphPlan plan;
    private GraphState state;
    private GraphState? published;
    private int handedOut;
    private bool isEnding;
    private bool hasEnded;

    internal GraphRun(TaskOrchestrationContext context, GraphInput input, int runs)
    {
        this.context = context;
        this.input = input;
        plan = new GraphPlan(input.Works);
        runsOfThisExecution = input.Works is [{ IsPeriodic: true }] ? Math.Min(runs, PeriodsOfOneExecution) : runs;
        state = input.State ?? Graph.Begin(plan, input.EnqueuedAt, input.Known);
        wakeup = new Wakeup(context);
        calls = new OpenCalls(wakeup.Signal);
        ledger = new Ledger(context, wakeup.Signal);
        elsewhere = new Elsewhere(context, plan, Take, wakeup.Signal);
        gates = new GateCalls(context, Take);
        updates = new Updates(context, input, () => state, Update, wakeup.Signal);
        firings = new Firings(context, Happen);
        pool = new Pool(context);
        agenda = new Agenda(context);
        if (input.Cancelled is { } reason)
        {
            events.Enqueue(new GraphEvent.CancelAsked(null, reason));
        }
        else if (input.DelayMet)
        {
            events.Enqueue(new GraphEvent.DelaySkipped(0));
        }
        else if (input.ConstraintsMet)
        {
            events.Enqueue(new GraphEvent.ConstraintsMet(0));
        }
    }

    private bool IsQuiet => elsewhere.IsQuiet && ledger.IsQuiet && gates.IsQuiet && updates.IsQuiet && firings.IsQuiet;

    private DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    internal async Task<GraphState?> ToEndAsync()
    {
        _ = ListenAsync();
        pool.Restore(plan, state);
        elsewhere.Follow(state.IsFinished ? [] : input.Locate(plan.Elsewhere.Where(id => state.Elsewhere?.ContainsKey(id) != true)));
        while (true)
        {
            TakeAll();
            HandOutDue();
            state = Elsewhere.Tell(context, plan, state);
            if (state.IsFinished && HasEnded())
            {
                return state with { Elsewhere = null, Subscribers = null };
            }

            Publish();
            if (handedOut >= runsOfThisExecution && calls.IsQuiet && IsQuiet)
            {
                wakeup.Cancel();
                context.ContinueAsNew(input with { Works = input.Document is null ? plan.Works : [], State = state, DelayMet = false, ConstraintsMet = false });
                return null;
            }

            await wakeup.WaitAsync(isEnding ? null : agenda.TimerFor(plan, Graph.NextWake(plan, state, updates.Held)));
        }
    }

    private bool HasEnded()
    {
        if (!isEnding)
        {
            isEnding = true;
            wakeup.Cancel();
            elsewhere.Stop();
            firings.Stop();
            EndMark.Make(context, calls, input.State, state);
            if (!(calls.IsQuiet && IsQuiet))
            {
                EndMark.Tell(context, input);
            }
        }

        return hasEnded = calls.IsQuiet && IsQuiet;
    }

    private async Task ListenAsync()
    {
        while (!hasEnded)
        {
            Take(await context.WaitForExternalEvent<GraphMessage>(GraphMessage.EventName));
        }
    }

    private void Take(GraphMessage message)
    {
        mailbox.Enqueue(message);
        wakeup.Signal();
    }

    private void TakeAll()
    {
        while (mailbox.TryDequeue(out GraphMessage? message))
        {
            if (message.Event is { } happened)
            {
                events.Enqueue(happened);
            }
            else if (message.Subscribe is { } subscriber)
            {
                state = Subscriptions.With(state, subscriber);
                context.SendEvent(subscriber.Instance, GraphMessage.EventName, new GraphMessage { SubscribedTo = context.InstanceId });
            }
            else if (message.SubscribedTo is { } instance)
            {
                elsewhere.Confirm(instance);
            }
            else if (message.Update is { } asked)
            {
                updates.Take(asked);
            }
        }

        while (events.TryDequeue(out GraphEvent? happened))
        {
            Move(Graph.Apply(plan, state, happened, Now), looks: happened is GraphEvent.GateAnswered);
            handedOut += happened is GraphEvent.Leased or GraphEvent.Renewed ? 1 : 0;
        }

        state = pool.Expire(plan, state, Now);
    }

    private void Update(GraphEvent.Updated updated)
    {
        int index = updated.Work;
        GraphState next = Graph.Apply(plan, state, updated, Now);
        if (next.Works[index].Generation != updated.Generation)
        {
            return;
        }

        if (UpdateRules.PassesGatesAgain(state.Works[index]))
        {
            gates.Leave(index, plan.Works[index], state.Works[index]);
            next = Graph.Leave(next, index);
        }

        state = next;
        plan = plan.With(index, updated.Spec);
    }

    private void HandOutDue()
    {
        Move(Graph.Look(plan, state, Now), looks: true);
        foreach (int index in Graph.Leaving(state))
        {
            gates.Leave(index, plan.Works[index], state.Works[index]);
            state = Graph.Leave(state, index);
        }

        state = pool.Settle(plan, state, updates.Held, Now);
        foreach (int index in Graph.Due(plan, state, Now))
        {
            if (index == updates.Held || RemoteRules.IsOffered(state.Works[index]))
            {
                continue;
            }

            Gate gate = GateRules.Next(plan.Works[index], state.Works[index]);
            if (gate != Gate.None)
            {
                Ask(index, gate);
                continue;
            }

            gates.Begin(index, plan.Works[index], state.Works[index]);
            DateTimeOffset? dueAt = state.Works[index].NextScheduleTime;
            state = Graph.HandOut(plan, state, index, Now);
            handedOut++;
            calls.Begin();
            _ = RunAsync(index, RunRequest.Of(plan, state, input, context.InstanceId, index, dueAt));
        }

        HandOutSlices();
        firings.PlanAhead(plan, state);
    }

    // A stop that nobody asked for over HTTP has nobody who would look after it.
    private void Move(GraphState next, bool looks)
    {
        bool isInterrupted = looks && !ReferenceEquals(state, next) && state.Works.Zip(next.Works).Any(work => work.First.State == WorkState.Running && work.Second.State != WorkState.Running);
        state = next;
        if (isInterrupted)
        {
            // The status goes with this step, so whoever looks after it sees that the run must stop; a look that fails only leaves it to the next round.
            _ = calls.WatchAsync(context.CallActivityAsync(TaskNames.LookAtRuns, context.InstanceId));
        }
    }

    // Before it goes on as new, an instance waits for its slices to end, which they soon do; it waits for no other run, as that may take long.
    private void HandOutSlices()
    {
        if (handedOut >= runsOfThisExecution && IsQuiet && state.Works.All(work => !work.InFlight || work.Slice > 0))
        {
            return;
        }

        foreach (int index in Graph.Slices(state))
        {
            state = Graph.HandOutSlice(state, index);
            handedOut++;
            calls.Begin();
            _ = RunAsync(index, RunRequest.Of(plan, state, input, context.InstanceId, index) with { HandedOutAt = Now });
        }
    }

    private void Ask(int index, Gate gate)
    {
        if (!GateRules.IsAsked(state.Works[index], gate))
        {
            state = Graph.Ask(state, index, gate);
            gates.Ask(index, gate, plan.Works[index], state.Works[index]);
        }
    }

    private async Task RunAsync(int index, RunRequest request)
    {
        RunOutcome outcome;
        try
        {
            outcome = await context.CallActivityAsync<RunOutcome>(TaskNames.RunWorker, request);
        }
        catch (TaskFailedException failure)
        {
            outcome = new RunOutcome { Attempt = request.Attempt, End = RunEnd.Threw, Error = WorkErrors.Of(failure.FailureDetails.ErrorType, failure.FailureDetails.ErrorMessage) };
        }

        calls.End();
        Happen(new GraphEvent.RunEnded(index, outcome with { Period = request.Period, Generation = request.Generation }));
    }

    private void Happen(GraphEvent happened)
    {
        events.Enqueue(happened);
        wakeup.Signal();
    }

    private void Publish()
    {
        if (ReferenceEquals(state, published))
        {
            return;
        }

        published = state;
        GraphState shown = GraphStatus.Of(state);
        context.SetCustomStatus(shown);
        if (shown.Trimmed && !isEnding)
        {
            ledger.Save(state);
        }
    }
}
