namespace Azurite;

/// <summary>A test against <see cref="AzuriteServer"/>. Skipped where Azurite is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithAzuriteAttribute : FactAttribute
{
    public FactWithAzuriteAttribute()
    {
        if (!AzuriteServer.IsInstalled)
        {
            Skip = "Needs Azurite: npm ci --prefix eng/azurite --ignore-scripts.";
        }
    }
}
