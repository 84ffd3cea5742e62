using System.Net;
using System.Reflection;

namespace Work.Embedded.Hosting;

/// <summary>Settings of the embedded host, read from the configuration section <c>Embedded</c>.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Embedded";

    /// <summary>The port; 0 picks a free one. Default 7071, or <c>--port</c>.</summary>
    public int Port { get; set; } = 7071;

    /// <summary>The address to listen on: an IP address or <c>localhost</c>. Default 127.0.0.1, or <c>--address</c>.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Where state is kept; relative to the current directory. Default <c>data</c>.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Where host.json and local.settings.json lie. Default: beside the app's assemblies.</summary>
    public string AppDirectory { get; set; } = AppContext.BaseDirectory;

    /// <summary>
    /// True: time starts at <see cref="StartTime"/> and moves only by <see cref="IHostControl.AdvanceToAsync"/>; commits survive the process, and are not flushed to
    /// disk, so that a year passes in seconds. Default false.
    /// </summary>
    public bool VirtualClock { get; set; }

    /// <summary>The first instant of the virtual clock. Default 2030-01-01T00:00:00Z.</summary>
    public DateTimeOffset StartTime { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When orchestrations are replayed. Default <see cref="ReplayMode.WhenNeeded"/>.</summary>
    public ReplayMode Replay { get; set; }

    /// <summary>True asks a key on every function that is not anonymous; null (the default) asks it on other addresses than loopback.</summary>
    public bool? RequireKeys { get; set; }

    /// <summary>
    /// Names besides <c>localhost</c> and loopback addresses that a request may address a host by that asks no keys, such as a name in the hosts file.
    /// Default none.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>The largest request body in bytes. Default 100 MiB, as the Functions host has it; a function may read less.</summary>
    public long MaxRequestBodyBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>How long a graceful stop waits for what runs. Default 10 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>False starts without printing functions and routes. Default true.</summary>
    public bool Banner { get; set; } = true;

    /// <summary>
    /// The assemblies that are scanned for functions, with those they refer to. Empty (the default) is the app's entry assembly.
    /// </summary>
    public IList<Assembly> FunctionAssemblies { get; } = [];

    internal string DataPath => Path.GetFullPath(DataDirectory);

    internal IPAddress ListenAddress => Address switch
    {
        "localhost" => IPAddress.Loopback,
        "*" or "+" => IPAddress.Any,
        _ when IPAddress.TryParse(Address, out var address) => address,
        _ => throw new InvalidOperationException($"Embedded:Address is '{Address}'; it must be an IP address or localhost."),
    };

    internal bool KeysAreRequired => RequireKeys ?? !IPAddress.IsLoopback(ListenAddress);
}
