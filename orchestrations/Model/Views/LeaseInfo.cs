using System.Text.Json;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>A work that was leased.</summary>
/// <param name="LeaseToken">Names the run in the calls that renew and end it.</param>
/// <param name="LeaseUntil">When the work goes back unless the lease is renewed.</param>
/// <param name="Attempt">1 for the first run.</param>
/// <param name="Work">The work.</param>
/// <param name="Input">Its input, merged with the outputs of its prerequisites.</param>
/// <param name="Traceparent">The W3C trace context (<c>traceparent</c>) that the run goes on in; null when the work is part of no trace.</param>
public sealed record LeaseInfo(
    string LeaseToken,
    DateTimeOffset LeaseUntil,
    int Attempt,
    WorkInfo Work,
    JsonElement Input,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Traceparent = null);
