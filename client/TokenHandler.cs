using System.Net.Http.Headers;

namespace Work.Client;

/// <summary>Puts the caller's token on each request. It is asked for each time, since tokens lapse; whoever gives it keeps it for as long as it is good.</summary>
internal sealed class TokenHandler(Func<CancellationToken, ValueTask<string>> token) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }
}
