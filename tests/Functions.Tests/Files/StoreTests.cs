namespace Work.Functions.Tests.Files;

/// <summary>A test of the contract of file stores; a store that is not there where it runs has a reason, and is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StoreFactAttribute : FactAttribute
{
    public StoreFactAttribute() => Skip = StoreAtHand.MissingBecause;
}

/// <summary>The same over a table.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StoreTheoryAttribute : TheoryAttribute
{
    public StoreTheoryAttribute() => Skip = StoreAtHand.MissingBecause;
}
