namespace Work.Embedded.Engine;

/// <summary>What was asked of the engine since its start, in the terms of Durable Task: what a hosted backend would have to store, send and bill.</summary>
/// <param name="Starts">Orchestrations that a client started.</param>
/// <param name="SubOrchestrations">Orchestrations that another one started.</param>
/// <param name="Activities">Activities that were scheduled, each retry of its own.</param>
/// <param name="Timers">Timers that were created, those included that were cancelled.</param>
/// <param name="Events">External events that were sent, by clients and orchestrations, those included that were dropped.</param>
/// <param name="EntitySignals">Operations of entities that nobody waited for.</param>
/// <param name="EntityCalls">Operations of entities whose result was sent back.</param>
/// <param name="Ends">Orchestrations that ended.</param>
/// <param name="HistoryEvents">What happened to orchestrations and what they asked for; begins, ends and steps are not among them.</param>
public sealed record TaskCounts(
    long Starts, long SubOrchestrations, long Activities, long Timers, long Events, long EntitySignals, long EntityCalls, long Ends, long HistoryEvents);
