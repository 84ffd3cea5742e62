using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Microsoft.DurableTask.Client;

/// <summary>What a client learns of an instance at one moment.</summary>
public sealed class OrchestrationMetadata
{
    private const int ShownPayloadLength = 50;

    /// <summary>Describes an instance.</summary>
    public OrchestrationMetadata(string name, string instanceId)
    {
        Name = name;
        InstanceId = instanceId;
    }

    /// <summary>The orchestrator's name.</summary>
    public string Name { get; }

    /// <summary>The instance's id.</summary>
    public string InstanceId { get; }

    /// <summary>Reads the payloads; null if they were not asked for.</summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>Where the instance stands.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its history last grew.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>Its input as text, if asked for.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>Its output as text, if asked for and there.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>Its custom status as text, if asked for and set.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>The labels it was started with.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Why it failed, if it did.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>Whether it is under way: neither waiting to start, suspended nor ended.</summary>
    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>Whether it has ended, in whatever way.</summary>
    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>The input.</summary>
    /// <exception cref="InvalidOperationException">Inputs and outputs were not asked for.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    /// <summary>The output.</summary>
    /// <exception cref="InvalidOperationException">Inputs and outputs were not asked for.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    /// <summary>The custom status.</summary>
    /// <exception cref="InvalidOperationException">Inputs and outputs were not asked for.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    /// <summary>The instance on one line, payloads cut short.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(
            CultureInfo.InvariantCulture,
            $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}");
        Show("Input", SerializedInput);
        Show("Output", SerializedOutput);
        Show("FailureDetails", FailureDetails is { } failure ? $"{failure.ErrorType} - {Cut(failure.ErrorMessage)}" : null, cut: false);
        return text.Append(']').ToString();

        void Show(string label, string? value, bool cut = true)
        {
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $", {label}: '{(cut ? Cut(value) : value)}'");
            }
        }
    }

    private static string Cut(string payload)
        => payload.Length > ShownPayloadLength ? payload[..ShownPayloadLength] + "..." : payload;

    private T? Read<T>(string? payload, [CallerMemberName] string reader = "") => DataConverter is { } converter
        ? converter.Deserialize<T>(payload)
        : throw new InvalidOperationException($"{reader} needs metadata that was fetched together with inputs and outputs.");
}
