namespace Work.Simulation;

/// <summary>Everything that happened in a story, in order. Two tellings of one seed have the same hash.</summary>
internal sealed class Trace(Func<string> at, bool keeps)
{
    private const int MostKept = 5_000;
    private const ulong Prime = 1099511628211;
    private readonly Queue<string> lines = new();

    public ulong Hash { get; private set; } = 14695981039346656037;

    /// <summary>The last lines; none when they are not kept.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    public Action<string>? Print { get; set; }

    public void Add(string what)
    {
        string line = $"{at()} {what}";
        foreach (char letter in line)
        {
            Hash = (Hash ^ letter) * Prime;
        }

        if (keeps)
        {
            lines.Enqueue(line);
            if (lines.Count > MostKept)
            {
                lines.Dequeue();
            }
        }

        Print?.Invoke(line);
    }
}
