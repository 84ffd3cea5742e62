namespace Work.Model;

/// <summary>The network that a work needs. The names are WorkManager's.</summary>
public enum NetworkType
{
    /// <summary>None.</summary>
    NotRequired,

    /// <summary>Any network.</summary>
    Connected,

    /// <summary>One that does not count what is sent.</summary>
    Unmetered,

    /// <summary>One that is not a foreign one.</summary>
    NotRoaming,

    /// <summary>One that counts what is sent.</summary>
    Metered,

    /// <summary>One that does not count for now, or never does.</summary>
    TemporarilyUnmetered,
}

/// <summary>The network that a scope has, as it was reported. A report satisfies what it says and what that implies, and nothing else.</summary>
public enum Network
{
    /// <summary>None.</summary>
    None,

    /// <summary>Another word for none, so that a scope can be reported in the words of a requirement.</summary>
    NotRequired,

    /// <summary>A network of which nothing else is known.</summary>
    Connected,

    /// <summary>One that does not count what is sent, and is not foreign.</summary>
    Unmetered,

    /// <summary>One that is not foreign; whether it counts is not known.</summary>
    NotRoaming,

    /// <summary>One that counts what is sent; whether it is foreign is not known.</summary>
    Metered,

    /// <summary>One that counts, but not for now, and is not foreign.</summary>
    TemporarilyUnmetered,
}
