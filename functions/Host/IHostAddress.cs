namespace Work.Functions.Host;

/// <summary>What a host knows of its own address.</summary>
public interface IHostAddress
{
    /// <summary>The root under which others reach this host, without the API's prefix; null when it does not know.</summary>
    Uri? Address { get; }
}
