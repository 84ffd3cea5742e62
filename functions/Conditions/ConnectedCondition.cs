using Microsoft.Extensions.Options;
using Work.Model;

namespace Work.Functions.Conditions;

/// <summary>Whether a configured address answers. Two looks in a row must agree before it changes its mind, so that one lost packet stops nothing.</summary>
internal sealed class ConnectedCondition(IOptions<ConditionOptions> options) : IConditionSource, IDisposable
{
    private const int Looks = 2;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) }) { Timeout = LongestAnswer };
    private Steadied seen = Steadied.Unknown;

    public TimeSpan Interval => options.Value.LookInterval;

    public async Task<bool?> LookAsync(CancellationToken cancellation)
    {
        seen = seen.Next(await AnswersAsync(cancellation), Looks, Looks);
        return seen.Value;
    }

    public void Dispose() => http.Dispose();

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage response = await http.GetAsync(options.Value.HealthUrl, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
