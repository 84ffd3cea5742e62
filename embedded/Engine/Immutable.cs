using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Work.Embedded.Engine;

/// <summary>
/// Inputs that are handed on within the process as they are, beside the JSON that is stored: those whose type says by <see cref="ImmutableObjectAttribute"/>
/// that nobody can change them. What was stored is authoritative: after a crash, and in a replay, the input is read from there, so a type that says
/// this must come back from JSON as the same value.
/// </summary>
internal static class Immutable
{
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    /// <summary>The value, if it may be handed on.</summary>
    public static object? OrNull(object? value) => value is not null && Known.GetOrAdd(value.GetType(), Says) ? value : null;

    /// <summary>Whether a value that was handed on is what a reader of exactly this type would get from the JSON.</summary>
    public static bool As<T>(object? value, [NotNullWhen(true)] out T? same)
    {
        var isSame = value is T && value.GetType() == typeof(T);
        same = isSame ? (T)value! : default;
        return isSame;
    }

    private static bool Says(Type type) =>
        type.GetCustomAttributes(typeof(ImmutableObjectAttribute), inherit: false) is [ImmutableObjectAttribute { Immutable: true }];
}
