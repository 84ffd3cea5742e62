namespace Work.Functions.Queues;

/// <summary>The settings of storage queues, under <c>Work:Queues</c>.</summary>
public sealed class WorkQueueOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Work:Queues";

    /// <summary>The shortest <see cref="RememberFor"/>.</summary>
    public static readonly TimeSpan LeastRememberFor = TimeSpan.FromHours(1);

    /// <summary>
    /// How long it is known that a message of <c>work-requests</c> was taken, so that another delivery of it is no second work; the work stays as long. Default 8 days, at least 1 h: longer than a
    /// message may lie in its queue, which is 7 days unless its sender says otherwise.
    /// </summary>
    public TimeSpan RememberFor { get; set; } = TimeSpan.FromDays(8);

    /// <summary>The setting that names the storage account into whose queues the worker <c>queue</c> puts messages: a connection string, or an address with an identity. Default <c>AzureWebJobsStorage</c>.</summary>
    public string Connection { get; set; } = "AzureWebJobsStorage";

    /// <summary>The queues into which the worker <c>queue</c> may put messages; <c>orders-*</c> means all that begin so. Empty, the default, is any but those of the host itself.</summary>
    public IList<string> AllowedQueues { get; } = [];
}
