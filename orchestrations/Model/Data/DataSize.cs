using System.Runtime.InteropServices;
using System.Text.Json;

namespace Work.Model;

/// <summary>How large a JSON value is, as the limits count it.</summary>
public static class DataSize
{
    /// <summary>The bytes of the value as it was written, in UTF-8.</summary>
    public static int Of(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;
}
