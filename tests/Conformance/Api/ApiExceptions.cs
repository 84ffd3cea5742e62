namespace Conformance.Api;

/// <summary>Declared lines that the lists lack, and why each is right all the same.</summary>
internal static class ApiExceptions
{
    // DurableTask.Core is a dependency of the listed packages and has no list of its own. A client's refused start throws this type on
    // Azure, so callers have to be able to catch it here.
    public static IReadOnlySet<string> Lines { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "public class DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException : System.Exception",
        "public DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException.OrchestrationAlreadyExistsException()",
        "public DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException.OrchestrationAlreadyExistsException(string message)",
        "public DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException.OrchestrationAlreadyExistsException(string message, System.Exception innerException)",
    };
}
