using System.Text;
using Work.Benchmarks.Host;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Figures;

/// <summary>Checks, outside the time that is measured, that what was enqueued is what has succeeded.</summary>
internal static class Stored
{
    private const int Page = 1000;

    /// <summary>Throws unless exactly so many works are stored and all of them have succeeded.</summary>
    public static async Task CheckAllSucceededAsync(AppProcess app, int works)
    {
        int succeeded = await CountAsync(app, "state=succeeded");
        int others = await CountAsync(app, "state=blocked&state=enqueued&state=running&state=failed&state=cancelled");
        if (succeeded != works || others != 0)
        {
            throw new InvalidOperationException($"{works} works were enqueued, but {succeeded} have succeeded and {others} have not.");
        }
    }

    /// <summary>How many works a query finds, page by page.</summary>
    public static async Task<int> CountAsync(AppProcess app, string query)
    {
        int count = 0;
        for (string? cursor = ""; cursor is not null;)
        {
            Answer answer = await app.AskAsync(Requests.Get($"/api/work?{query}&limit={Page}{cursor}"));
            count += answer.Body.Span.Count("\"chainId\":"u8);
            cursor = CursorOf(answer.Body.Span);
        }

        return count;
    }

    // The cursor is the last thing of an answer, where works can be large.
    private static string? CursorOf(ReadOnlySpan<byte> answer)
    {
        int at = answer.LastIndexOf("\"nextCursor\":\""u8);
        if (at < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> value = answer[(at + "\"nextCursor\":\"".Length)..];
        return $"&cursor={Uri.EscapeDataString(Encoding.UTF8.GetString(value[..value.IndexOf((byte)'"')]))}";
    }
}
