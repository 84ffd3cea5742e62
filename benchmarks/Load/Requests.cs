using System.Text;

namespace Work.Benchmarks.Load;

/// <summary>Requests as bytes, made once.</summary>
internal static class Requests
{
    /// <summary>How many bytes the input of each work has, as JSON.</summary>
    public const int InputBytes = 100;

    /// <summary>A work of the worker that does nothing.</summary>
    public static string Work { get; } = WorkWith("");

    /// <summary>A work with more fields, each written as <c>,"name":value</c>.</summary>
    public static string WorkWith(string fields) => $$"""{"worker":"noop","input":{{Input()}}{{fields}}}""";

    /// <summary>A chain of so many works, one after the other.</summary>
    public static string Chain(int steps) =>
        $$"""{"work":[{{string.Join(',', Enumerable.Range(0, steps).Select(step => WorkWith(step == 0 ? ",\"key\":\"s0\"" : $",\"key\":\"s{step}\",\"after\":[\"s{step - 1}\"]")))}}]}""";

    /// <summary>So many works in parallel, and one after them all, which is the last.</summary>
    public static string FanOut(int branches) =>
        $$"""{"work":[{{string.Join(',', Enumerable.Range(0, branches).Select(branch => WorkWith($",\"key\":\"b{branch}\"")))}},{{WorkWith($",\"after\":[{string.Join(',', Enumerable.Range(0, branches).Select(branch => $"\"b{branch}\""))}]")}}]}""";

    /// <summary>A batch of the same request so many times.</summary>
    public static string Batch(string request, int count) => $$"""{"requests":[{{string.Join(',', Enumerable.Repeat(request, count))}}]}""";

    /// <summary>A POST.</summary>
    public static byte[] Post(string path, string body) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>A GET.</summary>
    public static byte[] Get(string path) => Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    private static string Input()
    {
        const string Around = """{"pad":""}""";
        return $$"""{"pad":"{{new string('x', InputBytes - Around.Length)}}"}""";
    }
}
