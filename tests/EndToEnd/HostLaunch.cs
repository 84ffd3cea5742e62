namespace EndToEnd;

/// <summary>How an app is started.</summary>
/// <param name="Directory">The working directory; the data lies in <c>data</c> below it.</param>
internal sealed record HostLaunch(string Directory)
{
    /// <summary>The port; 0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>The assembly.</summary>
    public string App { get; init; } = Repository.App;

    /// <summary>More of the command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A command that takes the app's as its last arguments, and turns into it: so it has the same process id.</summary>
    public IReadOnlyList<string> Under { get; init; } = [];

    /// <summary>Variables of the environment besides those of the tests.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The app with workers that write down what they do, with its data and journal in a directory.</summary>
    public static HostLaunch Workers(string directory, params (string Name, string Value)[] environment) => new(directory)
    {
        App = Repository.WorkerApp,
        Environment = new Dictionary<string, string>([.. environment.Select(one => KeyValuePair.Create(one.Name, one.Value)), new("Journal", Path.Combine(directory, "runs.log"))]),
    };
}
