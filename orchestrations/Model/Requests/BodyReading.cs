namespace Work.Model;

/// <summary>What all parts of one reading share.</summary>
internal sealed class BodyReading(EnqueueContext context)
{
    public WorkLimits Limits => Context.Limits;

    public EnqueueContext Context { get; } = context;

    public FaultList Faults { get; } = new(context.Limits.MaxFaults);

    public List<Adjustment> Adjustments { get; } = [];
}
