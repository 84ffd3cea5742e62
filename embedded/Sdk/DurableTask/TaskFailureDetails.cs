using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>A failure as data: what crosses process and history boundaries in place of an exception.</summary>
/// <param name="ErrorType">The full name of the exception's type, without its assembly.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">Where it was thrown, if known.</param>
/// <param name="InnerFailure">What caused it, if anything did.</param>
/// <param name="Properties">Further facts about the failure.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    /// <summary>Describes an exception and those inside it.</summary>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Describe(exception);
    }

    /// <summary>Whether the failure was an exception of this type or of one derived from it; inner failures don't count.</summary>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the failure was an exception of this type or of one derived from it; inner failures don't count.</summary>
    /// <returns>False also when no loaded assembly knows the failure's type.</returns>
    /// <exception cref="ArgumentException">The type is not an exception's.</exception>
    /// <exception cref="AmbiguousMatchException">Several loaded assemblies have a type of the failure's name.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!targetBaseExceptionType.IsAssignableTo(typeof(Exception)))
        {
            throw new ArgumentException($"{targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
        }

        return !string.IsNullOrEmpty(ErrorType)
            && (targetBaseExceptionType.FullName == ErrorType
                || FindType(ErrorType, targetBaseExceptionType.Assembly)?.IsAssignableTo(targetBaseExceptionType) == true);
    }

    /// <summary>The type and the message.</summary>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    // A failure names no assembly, so the likely ones are asked first and all the loaded ones last.
    private static Type? FindType(string name, Assembly likely)
    {
        Type? found = Type.GetType(name, throwOnError: false) ?? likely.GetType(name, throwOnError: false);
        if (found is not null)
        {
            return found;
        }

        Type[] candidates = [.. AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(name, throwOnError: false)).OfType<Type>()];
        return candidates.Length <= 1
            ? candidates.FirstOrDefault()
            : throw new AmbiguousMatchException($"{candidates.Length} loaded assemblies have an exception type named '{name}'.");
    }

    [return: NotNullIfNotNull(nameof(exception))]
    private static TaskFailureDetails? Describe(Exception? exception) => exception is null
        ? null
        : new(exception.GetType().ToString(), exception.Message, exception.StackTrace, Describe(exception.InnerException), null);
}
