using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>Exceptions as data. A failed task inside keeps its own details, so that causes survive each boundary that they cross.</summary>
internal static class Failures
{
    public static TaskFailureDetails From(Exception exception)
    {
        var details = TaskFailureDetails.FromException(exception);
        var inner = exception switch
        {
            TaskFailedException failed => failed.FailureDetails,
            EntityOperationFailedException failed => failed.FailureDetails,
            _ => details.InnerFailure,
        };
        return details with { InnerFailure = inner };
    }

    public static TaskFailureDetails Of<T>(string message) where T : Exception =>
        new(typeof(T).FullName!, message, null, null, null);
}
