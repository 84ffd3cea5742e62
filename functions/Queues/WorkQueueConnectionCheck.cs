using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Work.Functions.Storage;

namespace Work.Functions.Queues;

/// <summary>Refuses a setting that names an account of queues and is malformed. That there is none is no fault: then no work can put messages.</summary>
internal sealed class WorkQueueConnectionCheck(IConfiguration configuration) : IValidateOptions<WorkQueueOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, WorkQueueOptions options)
    {
        try
        {
            _ = options.Connection.Length == 0 ? null : StorageConnections.FindQueues(configuration, options.Connection);
            return ValidateOptionsResult.Success;
        }
        catch (FormatException fault)
        {
            return ValidateOptionsResult.Fail(fault.Message);
        }
    }
}
