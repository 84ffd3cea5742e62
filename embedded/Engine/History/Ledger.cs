namespace Work.Embedded.Engine.History;

/// <summary>
/// What an execution has asked for and not yet got, told from its history alone, without running its code: what must be handed out again
/// after a crash, and whose results are still wanted. Each event costs the same, however many went before.
/// </summary>
internal sealed class Ledger
{
    private readonly Dictionary<int, (ActionEvent Action, long Boot, long At)> open = [];
    private int activities;
    private long boot;

    /// <summary>Whether the code has had a turn.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>The instant of the first turn, UTC ticks.</summary>
    public long FirstStepAt { get; private set; }

    /// <summary>The instant of the last turn, UTC ticks.</summary>
    public long LastStepAt { get; private set; }

    /// <summary>Whether activities are handed out.</summary>
    public bool HasActivities => activities > 0;

    /// <summary>Activities handed out, with the boot of the process that did it.</summary>
    public IEnumerable<(TaskScheduled Task, long Boot)> Activities =>
        open.Values.Where(entry => entry.Action is TaskScheduled).Select(entry => ((TaskScheduled)entry.Action, entry.Boot));

    /// <summary>Ids of the sub-orchestrations that have not ended.</summary>
    public IEnumerable<string> Children => open.Values.Select(entry => entry.Action).OfType<ChildScheduled>().Select(child => child.InstanceId);

    /// <summary>What was asked for under a number and has not ended, and when, in UTC ticks.</summary>
    public (ActionEvent Action, long At)? Find(int id) => open.TryGetValue(id, out var asked) ? (asked.Action, asked.At) : null;

    public bool IsOpen(int id) => open.ContainsKey(id);

    public void Apply(HistoryEvent happened)
    {
        switch (happened)
        {
            case StepStarted step:
                FirstStepAt = HasStarted ? FirstStepAt : step.At;
                HasStarted = true;
                LastStepAt = step.At;
                boot = step.Boot;
                break;
            case TaskScheduled task:
                open[task.Id] = (task, boot, LastStepAt);
                activities++;
                break;
            case ChildScheduled or OperationSent { IsCall: true }:
                var action = (ActionEvent)happened;
                open[action.Id] = (action, boot, LastStepAt);
                break;
            case TaskCompleted completed:
                Close(completed.Id);
                break;
            case TaskFailed failed:
                Close(failed.Id);
                break;
        }
    }

    private void Close(int id)
    {
        if (open.Remove(id, out var closed) && closed.Action is TaskScheduled)
        {
            activities--;
        }
    }
}
