namespace Scenarios;

/// <summary>The scenarios that cannot happen on a server, each with the reason.</summary>
internal static class NotApplicable
{
    /// <summary>The reasons, by the number in the catalogue.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["S045"] =
            "An instance that was used before cannot be handed out: there is no factory of the user's. A worker is registered by its class, and the host itself makes a fresh instance "
            + "for each run, in a scope of its own.",
        ["S113"] =
            "There is no Data type whose instances are compared. Data are JSON objects: JSON has neither int and long nor arrays of them to tell apart, and no rule of the server "
            + "asks whether two of them are equal (an idempotency key compares the bytes of a request).",
    };
}
