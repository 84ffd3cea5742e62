namespace Microsoft.DurableTask;

/// <summary>How an orchestrator wants a sub-orchestration started.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    /// <summary>Options; without an id one is derived from the parent's.</summary>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    /// <summary>Widens call options; an id they already carry stays when none is given.</summary>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;

    /// <summary>A copy.</summary>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options) => InstanceId = options.InstanceId;

    /// <summary>The id of the new instance; null lets the engine derive one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The version started; null takes the default.</summary>
    public new TaskVersion? Version
    {
        get => base.Version;
        init => base.Version = value;
    }
}
