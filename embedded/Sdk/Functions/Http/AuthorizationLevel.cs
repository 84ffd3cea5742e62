namespace Microsoft.Azure.Functions.Worker;

/// <summary>Who may call an HTTP function.</summary>
public enum AuthorizationLevel
{
    /// <summary>Everybody.</summary>
    Anonymous = 0,

    /// <summary>Not for normal use.</summary>
    User = 1,

    /// <summary>Who has a key.</summary>
    Function = 2,

    /// <summary>Not for normal use.</summary>
    System = 3,

    /// <summary>Who has the host's key.</summary>
    Admin = 4,
}
