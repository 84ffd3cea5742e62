namespace Conformance;

/// <summary>A test of the lists under <c>../shared/api</c>; skipped, and shown as skipped, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithApiListsAttribute : FactAttribute
{
    public FactWithApiListsAttribute()
    {
        if (Repository.ApiLists is null)
        {
            Skip = "There is no ../shared/api beside this clone. The snapshot test holds what it declared when they were last compared.";
        }
    }
}
