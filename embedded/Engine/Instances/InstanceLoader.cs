using Microsoft.DurableTask;
using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Engine.Orchestrations;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Instances;

/// <summary>Brings instances from disk into memory: the row and its ledger first, the code by a replay when a step needs it.</summary>
internal static class InstanceLoader
{
    public static InstanceState? Load(EngineCore core, string id) => core.Store.Reads.Read(reader =>
    {
        if (reader.Find(id) is not { } record)
        {
            return null;
        }

        var state = new InstanceState(record, HistoryTable.FirstSequence);
        if (!state.IsEnded)
        {
            foreach (var (sequence, events) in reader.History(record.Row))
            {
                state.NextSequence = sequence + 1;
                state.BytesInRow = sequence == HistoryTable.InputSequence ? events.Length : state.BytesInRow;
                HistoryCodec.Read(events).ForEach(state.Ledger.Apply);
            }
        }

        return state;
    });

    /// <summary>The code of an execution that has no history yet.</summary>
    /// <exception cref="InvalidOperationException">There is no orchestrator of its name.</exception>
    public static CodeRun NewRun(EngineCore core, InstanceRecord record, object? inputValue = null)
    {
        if (!core.Catalog.TryGetOrchestrator(record.Name, out var code))
        {
            throw new InvalidOperationException($"There is no orchestrator function named '{record.Name}'.");
        }

        var parent = MessageCodec.AddressFromBytes(record.Parent);
        var facts = new RunFacts(
            record.Id, record.Name, record.Version ?? "", record.Input, record.CustomStatus,
            parent is null ? null : new ParentOrchestrationInstance(new TaskName(parent.Name), parent.InstanceId),
            record.Row, record.Execution, core.Options.DefaultVersion, core.Converter, core.Loggers)
        {
            InputValue = inputValue,
        };
        return new CodeRun(code, facts);
    }

    /// <summary>The code, run again through its history.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">It does not do what the history says it did.</exception>
    public static CodeRun Replay(EngineCore core, InstanceState state)
    {
        var run = NewRun(core, state.Record, state.InputValue);
        state.InputValue = null;
        if (state.HasHistory)
        {
            var steps = core.Store.Reads.Read(reader => reader.History(state.Record.Row));
            core.CountReplay();
            run.Replay(steps.SelectMany(step => HistoryCodec.Read(step.Events)));
        }

        return run;
    }
}
