namespace Work.Functions.Workers;

/// <summary>A redirect that is not followed.</summary>
internal sealed class RedirectRefusedException(string message) : Exception(message);
