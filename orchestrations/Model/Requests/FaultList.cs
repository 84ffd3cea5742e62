namespace Work.Model;

/// <summary>Collects the faults of one body. What is over the limit is not listed, but still decides the status.</summary>
internal sealed class FaultList(int most)
{
    private readonly List<Fault> faults = [];
    private bool anyInvalid;
    private bool anyTooLarge;

    public bool Any { get; private set; }

    public bool IsFull => faults.Count >= most;

    public void Invalid(string path, string message)
    {
        anyInvalid = true;
        Add(path, message, 400);
    }

    public void TooLarge(string path, string message)
    {
        anyTooLarge = true;
        Add(path, message, 413);
    }

    public void Impossible(string path, string message) => Add(path, message, 422);

    public RejectedReading ToReading() => new(anyInvalid ? 400 : anyTooLarge ? 413 : 422, faults);

    private void Add(string path, string message, int status)
    {
        Any = true;
        if (!IsFull)
        {
            faults.Add(new Fault(path, message, status));
        }
    }
}
