namespace Infra.Tests.Plan;

/// <summary>What an expression comes to, as far as that can be said before a deployment.</summary>
internal abstract record Known
{
    /// <summary>Something that only the deployment knows, and that is not empty.</summary>
    public static readonly Known Later = new Text("(known later)");

    public static readonly Known True = new Flag(true);

    public static readonly Known Nothing = new Text("");

    public static Known Of(bool value) => new Flag(value);

    internal sealed record Text(string Value) : Known;

    internal sealed record Number(long Value) : Known;

    internal sealed record Flag(bool Value) : Known;
}
