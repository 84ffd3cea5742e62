using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Work.Functions.Host;
using Work.Functions.Workers;

namespace Work.Functions.Http;

/// <summary>The start page: version, workers and routes of this very host. Made once, so that it stays the same while the host runs.</summary>
public sealed class StartPage(WorkerRegistry workers, IEnumerable<ITestHost> testHosts)
{
    private readonly Lazy<StaticPage> _page = new(() => new StaticPage(Encoding.UTF8.GetBytes(Render(workers, testHosts.Any())), "text/html; charset=utf-8"));

    /// <summary>The page.</summary>
    public StaticPage Page => _page.Value;

    private static string Render(WorkerRegistry workers, bool testing) => Encoding.UTF8.GetString(StaticPage.Resource("home.html"))
        .Replace("{{version}}", WebUtility.HtmlEncode(Version()), StringComparison.Ordinal)
        .Replace("{{workers}}", Rows(workers.Names.Select(name => (name, workers.TryGet(name)?.Description ?? ""))), StringComparison.Ordinal)
        .Replace("{{routes}}", Rows(Routes(testing)), StringComparison.Ordinal);

    private static string Version() =>
        typeof(StartPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    // The contract is the one list of routes; what it says of testing mode is shown only where that is on.
    private static IEnumerable<(string Name, string Text)> Routes(bool testing)
    {
        using JsonDocument contract = JsonDocument.Parse(StaticPage.OpenApi.Content);
        foreach (JsonProperty path in contract.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Object))
            {
                if (testing || operation.Value.GetProperty("tags")[0].GetString() != "testing")
                {
                    yield return ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value.GetProperty("summary").GetString()!);
                }
            }
        }
    }

    private static string Rows(IEnumerable<(string Name, string Text)> rows) => string.Join(
        '\n', rows.Select(row => $"<tr><th scope=\"row\"><code>{WebUtility.HtmlEncode(row.Name)}</code></th><td>{WebUtility.HtmlEncode(row.Text)}</td></tr>"));
}
