namespace Work.Functions.Files;

/// <summary>
/// Where a name lies in a folder. Names are checked as text, and the way to them for links: what someone linked into the folder is not followed
/// out of it. Only the host writes below the root, so nobody can swap a folder for a link between the check and the use.
/// </summary>
internal sealed class FolderPaths
{
    public FolderPaths(string root)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        Own = Path.Combine(Root, FileNames.ReservedSegment);
    }

    public string Root { get; }

    /// <summary>The store's own folder, on the same volume as the files so that a rename is one step.</summary>
    public string Own { get; }

    public string OfFile(string name)
    {
        FileNames.Check(name);
        var path = Root;
        foreach (var segment in name.Split('/'))
        {
            path = Path.Combine(path, segment);
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw new FileRefusedException($"The file name '{name}' leads through a link, which the store does not follow.");
            }
        }

        return path;
    }

    /// <summary>The bytes of a partial file.</summary>
    public string OfPartial(string name)
    {
        FileNames.Check(name);
        return Path.Combine(Own, FileNames.PartialOf(name));
    }
}
