namespace Work.Functions.Files;

/// <summary>Where files are kept; section <c>Work:Files</c>.</summary>
public sealed class FileStoreOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Work:Files";

    /// <summary>The folder. It is made at start when missing. The host sets <c>files</c> in its data directory when nothing is configured.</summary>
    public string Root { get; set; } = "";
}
