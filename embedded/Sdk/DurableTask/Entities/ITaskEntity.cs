namespace Microsoft.DurableTask.Entities;

/// <summary>Code of an entity: runs one operation at a time for each id.</summary>
public interface ITaskEntity
{
    /// <summary>Runs an operation; what it returns goes to the caller, if there is one.</summary>
    ValueTask<object?> RunAsync(TaskEntityOperation operation);
}
