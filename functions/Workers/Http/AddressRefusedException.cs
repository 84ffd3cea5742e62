namespace Work.Functions.Workers;

/// <summary>An address that workers must not call. Another try changes nothing.</summary>
public sealed class AddressRefusedException : Exception
{
    /// <summary>Refuses an address.</summary>
    public AddressRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses an address because of a fault below.</summary>
    public AddressRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Refuses an address without a word.</summary>
    public AddressRefusedException()
    {
    }
}
