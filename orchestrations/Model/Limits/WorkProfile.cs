namespace Work.Model;

/// <summary>A set of limits to start from.</summary>
public enum WorkProfile
{
    /// <summary>The limits of a server: the default.</summary>
    Server,

    /// <summary>The limits of WorkManager on a phone.</summary>
    Android,
}
