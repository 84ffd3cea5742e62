namespace Work.Embedded.Storage;

/// <summary>One row of <c>messages</c>.</summary>
/// <param name="Number">Its number; later messages have higher ones.</param>
/// <param name="Target">The id of the instance or entity that it is for.</param>
/// <param name="DueAt">UTC ticks before which it is not delivered.</param>
/// <param name="Body">What it says, encoded by the engine.</param>
internal sealed record StoredMessage(long Number, string Target, long? DueAt, byte[] Body);
