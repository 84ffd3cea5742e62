namespace Work.Client;

/// <summary>Why a call failed. The set is closed: a status that is not named here is <see cref="Unexpected"/>.</summary>
public enum WorkErrorCode
{
    /// <summary>The host answered with a status or a body that this client does not know (also 500).</summary>
    Unexpected,

    /// <summary>The request has faults (400); <see cref="WorkException.Faults"/> lists them.</summary>
    Invalid,

    /// <summary>The key is missing or wrong (401, 403).</summary>
    Unauthorized,

    /// <summary>There is no such work (404).</summary>
    NotFound,

    /// <summary>It clashes with another request (409).</summary>
    Conflict,

    /// <summary>The work has been updated since the caller saw it (412).</summary>
    Stale,

    /// <summary>The body, or a part of it, is too large (413).</summary>
    TooLarge,

    /// <summary>Understood but impossible: an unknown worker, a cycle, an unknown prerequisite (422).</summary>
    Impossible,

    /// <summary>Too many requests (429), also after the client's retries.</summary>
    OverQuota,

    /// <summary>The host is there but cannot answer now (502, 503, 504), also after the client's retries.</summary>
    Unavailable,

    /// <summary>No connection, or no answer in time, also after the client's retries. Whether the request was taken is unknown.</summary>
    Unreachable,
}
