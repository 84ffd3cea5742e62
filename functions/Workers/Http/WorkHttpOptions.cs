namespace Work.Functions.Workers;

/// <summary>Where workers may call out to; section <c>Work:Http</c>.</summary>
public sealed class WorkHttpOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Work:Http";

    /// <summary>
    /// Whether loopback, private, link-local and other addresses that are not on the public internet may be called. Null, the default, is no;
    /// the embedded host that listens on loopback only sets true where nothing is configured.
    /// </summary>
    public bool? AllowPrivateNetworks { get; set; }

    /// <summary>The hosts that may be called, without ports, case ignored; <c>*.example.com</c> means all below it. Empty, the default, is any.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>The ports that may be called. Empty, the default, is any.</summary>
    public IList<int> AllowedPorts { get; } = [];

    /// <summary>Whether only <c>https</c> may be called. Default false.</summary>
    public bool RequireHttps { get; set; }

    /// <summary>The longest wait for a connection. Default 10 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for the head of an answer. Default 10 minutes, as long as a run may take by default.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest silence in the body of an answer. Default 1 minute.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
