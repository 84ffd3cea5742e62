using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Work.Embedded.Hosting.Queues;

/// <summary>The section <c>extensions.queues</c> of host.json, with the defaults and the ranges of the storage extension.</summary>
internal sealed record QueueSettings
{
    private const string Section = "extensions:queues:";
    private const int MostAtOnce = 32;
    private static readonly TimeSpan LeastPollingInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How many messages are taken with one request; 1 to 32.</summary>
    public int BatchSize { get; private init; } = 16;

    /// <summary>The next batch is taken when so many messages or fewer are being worked on. Half the batch when the file does not say.</summary>
    public int NewBatchThreshold { get; private init; } = 8;

    /// <summary>How often a message is tried before it goes to the poison queue.</summary>
    public int MaxDequeueCount { get; private init; } = 5;

    /// <summary>The longest time between two looks at an empty queue; at least 100 ms.</summary>
    public TimeSpan MaxPollingInterval { get; private init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message is hidden after its function failed.</summary>
    public TimeSpan VisibilityTimeout { get; private init; }

    /// <summary>Whether the text of messages is Base64 of their body; else it is the body.</summary>
    public bool IsBase64 { get; private init; } = true;

    /// <exception cref="InvalidOperationException">A value is out of its range.</exception>
    public static QueueSettings Read(IConfiguration file)
    {
        var standard = new QueueSettings();
        var batch = Number(file, "batchSize", 1, MostAtOnce) ?? standard.BatchSize;
        return new QueueSettings
        {
            BatchSize = batch,
            NewBatchThreshold = Number(file, "newBatchThreshold", 0, int.MaxValue) ?? batch / 2,
            MaxDequeueCount = Number(file, "maxDequeueCount", 1, int.MaxValue) ?? standard.MaxDequeueCount,
            MaxPollingInterval = Length(file, "maxPollingInterval", LeastPollingInterval) ?? standard.MaxPollingInterval,
            VisibilityTimeout = Length(file, "visibilityTimeout", TimeSpan.Zero) ?? standard.VisibilityTimeout,
            IsBase64 = file[Section + "messageEncoding"]?.ToUpperInvariant() switch
            {
                null or "BASE64" => true,
                "NONE" => false,
                _ => throw Fault(file, "messageEncoding", "base64 or none"),
            },
        };
    }

    private static int? Number(IConfiguration file, string key, int least, int most) => file[Section + key] is not { } text ? null
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw Fault(file, key, most == int.MaxValue ? $"a number of at least {least}" : $"a number from {least} to {most}");

    private static TimeSpan? Length(IConfiguration file, string key, TimeSpan least) => file[Section + key] is not { } text ? null
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var length) && length >= least ? length
        : throw Fault(file, key, $"a time span of at least {least}");

    private static InvalidOperationException Fault(IConfiguration file, string key, string expected) =>
        new($"host.json: 'extensions.queues.{key}' is '{file[Section + key]}'; it must be {expected}.");
}
