using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// One execution of a graph's orchestration: it waits, asks the rules, and carries out what they say.
///
/// Authority: this instance alone writes its works' records. What may come twice (messages, results) is idempotent in the rules.
/// Crash: the state is rebuilt from history by replay; a run that was handed out and never came back is delivered to its activity again,
/// which says that it was lost.
/// </summary>
internal sealed class GraphRun
{
    /// <summary>Runs after which the instance continues as new, so that unlimited retries do not grow its history for ever.</summary>
    internal const int RunsOfOneExecution = 200;

    private readonly TaskOrchestrationContext context;
    private readonly GraphInput input;
    private readonly GraphPlan plan;
    private readonly Wakeup wakeup;
    private readonly Ledger ledger;
    private readonly Elsewhere elsewhere;
    private readonly Queue<GraphMessage> mailbox = new();
    private readonly Queue<GraphEvent> events = new();
    private GraphState state;
    private GraphState? published;
    private int handedOut;
    private int inFlight;

    internal GraphRun(TaskOrchestrationContext context, GraphInput input)
    {
        this.context = context;
        this.input = input;
        this.plan = new GraphPlan(input.Works);
        this.state = input.State ?? Graph.Begin(this.plan, input.EnqueuedAt, input.Known);
        this.wakeup = new Wakeup(context);
        this.ledger = new Ledger(context);
        this.elsewhere = new Elsewhere(context, this.Take);
        if (input.Cancelled is { } reason)
        {
            this.events.Enqueue(new GraphEvent.CancelAsked(null, reason));
        }
        else if (input.DelayMet)
        {
            this.events.Enqueue(new GraphEvent.DelaySkipped(0));
        }
    }

    private DateTimeOffset Now => new(this.context.CurrentUtcDateTime, TimeSpan.Zero);

    internal async Task<GraphState?> ToEndAsync()
    {
        _ = this.ListenAsync();
        this.elsewhere.Follow(this.input.Locate(this.plan.Elsewhere.Where(id => this.state.Elsewhere?.ContainsKey(id) != true)));
        while (true)
        {
            this.TakeAll();
            this.HandOutDue();
            this.Tell();
            if (this.state.IsFinished)
            {
                this.wakeup.Cancel();
                return this.state with { Elsewhere = null, Subscribers = null };
            }

            this.Publish();
            if (this.handedOut >= RunsOfOneExecution && this.inFlight == 0 && this.elsewhere.IsQuiet && this.ledger.IsQuiet)
            {
                this.wakeup.Cancel();
                this.context.ContinueAsNew(this.input with { Works = this.input.Document is null ? this.input.Works : [], State = this.state, DelayMet = false });
                return null;
            }

            await this.wakeup.WaitAsync(Graph.NextWake(this.state));
        }
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            this.Take(await this.context.WaitForExternalEvent<GraphMessage>(GraphMessage.EventName));
        }
    }

    private void Take(GraphMessage message)
    {
        this.mailbox.Enqueue(message);
        this.wakeup.Signal();
    }

    private void TakeAll()
    {
        while (this.mailbox.TryDequeue(out GraphMessage? message))
        {
            if (message.Event is { } happened)
            {
                this.events.Enqueue(happened);
            }
            else if (message.Subscribe is { } subscriber)
            {
                this.state = Subscriptions.With(this.state, subscriber);
                this.context.SendEvent(subscriber.Instance, GraphMessage.EventName, new GraphMessage { SubscribedTo = this.context.InstanceId });
            }
            else if (message.SubscribedTo is { } instance)
            {
                this.elsewhere.Confirm(instance);
            }
        }

        while (this.events.TryDequeue(out GraphEvent? happened))
        {
            this.state = Graph.Apply(this.plan, this.state, happened, this.Now);
        }
    }

    private void HandOutDue()
    {
        foreach (int index in Graph.Due(this.state, this.Now))
        {
            this.state = Graph.HandOut(this.state, index, this.Now);
            this.handedOut++;
            this.inFlight++;
            _ = this.RunAsync(index, RunRequest.Of(this.plan, this.state, this.input, this.context.InstanceId, index));
        }
    }

    private async Task RunAsync(int index, RunRequest request)
    {
        RunOutcome outcome;
        try
        {
            outcome = await this.context.CallActivityAsync<RunOutcome>(TaskNames.RunWorker, request);
        }
        catch (TaskFailedException failure)
        {
            outcome = new RunOutcome { Attempt = request.Attempt, End = RunEnd.Threw, Error = WorkErrors.Of(failure.FailureDetails.ErrorType, failure.FailureDetails.ErrorMessage) };
        }

        this.inFlight--;
        this.events.Enqueue(new GraphEvent.RunEnded(index, outcome));
        this.wakeup.Signal();
    }

    private void Tell()
    {
        (this.state, IReadOnlyList<Subscriber> tell) = Subscriptions.Ready(this.state);
        foreach (Subscriber subscriber in tell)
        {
            var ended = new GraphEvent.EndedElsewhere(Subscriptions.Answer(this.plan, this.state, subscriber.Works));
            this.context.SendEvent(subscriber.Instance, GraphMessage.EventName, new GraphMessage { Ended = ended });
        }
    }

    private void Publish()
    {
        if (ReferenceEquals(this.state, this.published))
        {
            return;
        }

        this.published = this.state;
        GraphState shown = GraphStatus.Of(this.state);
        this.context.SetCustomStatus(shown);
        if (shown.Trimmed)
        {
            this.ledger.Save(this.state);
        }
    }
}
