using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Work.Functions.Queues;

/// <summary>Which queues works may put messages into.</summary>
public sealed partial class WorkQueueNames(IOptions<WorkQueueOptions> options)
{
    /// <summary>Why nothing may be put into a queue of this name; null when it may.</summary>
    public string? Refusal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!QueueName().IsMatch(name))
        {
            return $"No queue can be named '{name}': 3 to 63 lower-case letters and digits, with single hyphens between them.";
        }

        // A message of somebody else's in one of these would be an order to the host.
        if (HostQueue().IsMatch(name))
        {
            return $"The queue '{name}' is one of the host's own.";
        }

        IList<string> allowed = options.Value.AllowedQueues;
        return allowed.Count == 0 || allowed.Any(one => one.EndsWith('*') ? name.StartsWith(one[..^1], StringComparison.Ordinal) : name == one)
            ? null
            : $"The queue '{name}' is not among those that works may put messages into (Work:Queues:AllowedQueues).";
    }

    [GeneratedRegex(@"^(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex QueueName();

    [GeneratedRegex(@"-control-[0-9]{2}\z|-workitems\z|^azure-webjobs-", RegexOptions.CultureInvariant)]
    private static partial Regex HostQueue();
}
