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

    /// <summary>
    /// The most bytes of request bodies that are in the host at once, of all requests together; over it a request is answered with 503 and Retry-After. Default 256 MiB.
    /// </summary>
    public long MaxBodyBytesAtOnce { get; set; } = 256 * 1024 * 1024;

    /// <summary>The longest that the body of a request may take to arrive, from its first byte to its last; then 408. Default 2 min.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest that a caller may take for the next 64 KiB of an answer; then the connection is cut. Default 30 s.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that the head of a request may take to arrive; then 408, and the connection ends. Default 15 s.</summary>
    public TimeSpan HeadTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most bytes that all headers of a request may have together; then 431. Default 32 KiB. A request line may have 8 KiB (414), and headers may be 100.</summary>
    public int MaxHeaderBytes { get; set; } = 32 * 1024;

    /// <summary>How long a connection may be idle between two requests. Default 2 min.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The bytes a second that a caller must send of a body, and take of an answer, on average after the first 5 s; a slower one is cut off. 0 is any. Default 240.
    /// </summary>
    public double MinDataRate { get; set; } = 240;

    /// <summary>
    /// The most connections that are open at once; a further one is closed as it comes. Null, the default, is 10,000, or half of the files that the system lets the
    /// process have open if that is less.
    /// </summary>
    public int? MaxConnections { get; set; }

    /// <summary>The requests a second that are served, of all callers together, after a burst of as many; more are answered with 429 and Retry-After. 0, the default, is without limit.</summary>
    public int RequestsPerSecond { get; set; }

    /// <summary>The same for each caller, told apart by address (IPv6 by network of 64 bits). 0, the default, is without limit.</summary>
    public int RequestsPerSecondOfCaller { get; set; }

    /// <summary>
    /// The share of the memory that the process may have (of its container, or of the machine) up to which new work is taken; over it callers are asked to come
    /// again (see <see cref="IHostLoad"/>). Default 0.7.
    /// </summary>
    public double MaxMemoryShare { get; set; } = 0.7;

    /// <summary>
    /// How long the host has to be at rest before it collects its garbage and gives what is free back to the system; 0 leaves both to the run-time. Default 10 s.
    /// The collection takes some tens of milliseconds, in which nothing else runs; it comes once for each time of business.
    /// </summary>
    public TimeSpan CollectAfterRestOf { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most activities that may be waiting for a place to run; with more, no new work is taken. Default 1,000,000.</summary>
    public int MaxWaitingActivities { get; set; } = 1_000_000;

    /// <summary>
    /// How long a message of a queue is hidden from others while a function works on it; renewed for as long as that takes. A process that dies leaves it hidden for so long.
    /// Default 1 min, at least 1 s.
    /// </summary>
    public TimeSpan MessageLease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The shortest <see cref="MessageLease"/>.</summary>
    public static readonly TimeSpan LeastMessageLease = TimeSpan.FromSeconds(1);

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

    internal bool AppChecksCallers { get; private set; }

    internal bool KeysAreRequired => RequireKeys ?? (!AppChecksCallers && !IPAddress.IsLoopback(ListenAddress));

    /// <summary>
    /// Says that the app itself asks each caller who they are, by a credential that browsers do not add by themselves. Then the host asks no key, unless
    /// <see cref="RequireKeys"/> is true, and answers under every name. For code alone: a setting could leave the door open.
    /// </summary>
    public void LetAppCheckCallers() => AppChecksCallers = true;
}
