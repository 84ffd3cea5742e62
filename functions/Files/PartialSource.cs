namespace Work.Functions.Files;

/// <summary>What the bytes of a partial file are the beginning of, so that a later run can tell whether it may go on with them.</summary>
/// <param name="Source">Names the source. An opaque text, since the address itself may hold a secret.</param>
/// <param name="ETag">The source's ETag, or null.</param>
/// <param name="LastModified">The source's last change, or null.</param>
/// <param name="Length">The length of the whole, or null when the source did not say.</param>
public sealed record PartialSource(string Source, string? ETag, DateTimeOffset? LastModified, long? Length);
