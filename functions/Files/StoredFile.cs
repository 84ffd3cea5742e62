namespace Work.Functions.Files;

/// <summary>A file in the store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="ETag">Changes whenever the content does.</param>
/// <param name="ModifiedAt">When it was written.</param>
public sealed record StoredFile(string Name, long Length, string ETag, DateTimeOffset ModifiedAt);
