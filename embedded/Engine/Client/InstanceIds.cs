namespace Work.Embedded.Engine.Client;

/// <summary>The rules of instance ids, those of Durable Functions on Azure.</summary>
internal static class InstanceIds
{
    private const int MostCharacters = 256;

    /// <exception cref="ArgumentException">Too long, starting with @, or with / \ # ? or a control character in it.</exception>
    public static void Validate(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        if (id.Length > MostCharacters)
        {
            throw new ArgumentException($"An instance id has at most {MostCharacters} characters; this one has {id.Length}.", nameof(id));
        }

        if (id[0] == '@')
        {
            throw new ArgumentException($"An instance id does not start with @, as entities do: '{id}'.", nameof(id));
        }

        if (id.Any(letter => letter is '/' or '\\' or '#' or '?' || char.IsControl(letter)))
        {
            throw new ArgumentException($"An instance id has no / \\ # ? and no control characters: '{id}'.", nameof(id));
        }
    }
}
