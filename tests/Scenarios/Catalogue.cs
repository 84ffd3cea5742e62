namespace Scenarios;

/// <summary>The list of scenarios. It is not part of this repository, and lies in the shared folder beside it.</summary>
internal static class Catalogue
{
    /// <summary>The section that lists them; null where a clone has no shared folder beside it.</summary>
    public static string? Text { get; } = Read();

    private static string? Read()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, "shared", "spec", "workmanager.md");
            if (File.Exists(file))
            {
                string all = File.ReadAllText(file);
                int from = all.IndexOf("\n# 3. Scenarios", StringComparison.Ordinal);
                return all[from..all.IndexOf("\n# 4.", from, StringComparison.Ordinal)];
            }
        }

        return null;
    }
}

/// <summary>A test of the list; skipped, and shown as skipped, where it is not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithCatalogueAttribute : FactAttribute
{
    public FactWithCatalogueAttribute()
    {
        if (Catalogue.Text is null)
        {
            Skip = "There is no ../shared/spec beside this clone.";
        }
    }
}
