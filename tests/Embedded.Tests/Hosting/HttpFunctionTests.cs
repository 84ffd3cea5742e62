using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Embedded.Tests.Hosting;

public sealed class HttpFunctionTests : IAsyncLifetime
{
    private SampleHost sample = null!;

    private HttpClient Client => sample.Client;

    public async Task InitializeAsync() => sample = await SampleHost.StartAsync(settings: ("Embedded:MaxRequestBodyBytes", "4194304"));

    public async Task DisposeAsync() => await sample.DisposeAsync();

    [Fact]
    public async Task Route_values_reach_parameters_by_name()
    {
        var answer = await Client.GetFromJsonAsync<JsonElement>("/api/hello/ada");
        Assert.Equal("hello ada", answer.GetProperty("greeting").GetString());
    }

    [Fact]
    public async Task Route_constraints_decide_what_matches()
    {
        Assert.Equal("42", await Client.GetStringAsync("/api/number/41"));
        await AssertProblemAsync(await Client.GetAsync("/api/number/many"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_route_value_of_the_wrong_type_is_a_bad_request() =>
        await AssertProblemAsync(await Client.GetAsync("/api/age/old"), HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_function_without_a_route_answers_at_its_name() => Assert.Equal("home", await Client.GetStringAsync("/api/home"));

    [Fact]
    public async Task An_unknown_path_is_a_problem() => await AssertProblemAsync(await Client.GetAsync("/api/nothing"), HttpStatusCode.NotFound);

    [Fact]
    public async Task A_wrong_method_is_a_problem_that_names_the_right_ones()
    {
        var answer = await Client.DeleteAsync("/api/echo");
        await AssertProblemAsync(answer, HttpStatusCode.MethodNotAllowed);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Options_names_the_methods()
    {
        var answer = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/home"));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task Head_is_get_without_the_body()
    {
        var answer = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/home"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_action_result_sets_status_and_body()
    {
        var answer = await Client.PostAsync("/api/echo", new StringContent("ping"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("ping", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_parameter_is_read_from_json_and_an_object_is_answered_as_json()
    {
        var answer = await Client.PostAsync("/api/parse", new StringContent("""{"name":"ada","age":36}""", Encoding.UTF8, "application/json"));
        Assert.Equal("""{"name":"ada","age":37}""", await answer.Content.ReadAsStringAsync());
        await AssertProblemAsync(await Client.PostAsync("/api/parse", new StringContent("{")), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_above_the_limit_is_refused(bool chunked)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/echo") { Content = new ByteArrayContent(new byte[5_000_000]) };
        request.Headers.TransferEncodingChunked = chunked;
        await AssertProblemAsync(await Client.SendAsync(request), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_failing_function_answers_without_internals()
    {
        var answer = await Client.GetAsync("/api/broken");
        Assert.DoesNotContain("inside story", await AssertProblemAsync(answer, HttpStatusCode.InternalServerError), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_request_has_a_scope_that_function_and_context_share()
    {
        var first = await Client.GetStringAsync("/api/scope");
        Assert.True(int.TryParse(first, out _), first);
        Assert.NotEqual(first, await Client.GetStringAsync("/api/scope"));
        await sample.Journal.Until("disposed");
    }

    [Fact]
    public async Task The_token_is_cancelled_when_the_caller_goes()
    {
        using var caller = new CancellationTokenSource();
        var call = Client.GetAsync("/api/wait", caller.Token);
        await sample.Journal.Until("waiting");
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await sample.Journal.Until("cancelled");
    }

    [Fact]
    public async Task A_stop_releases_waiting_requests()
    {
        var call = Client.GetAsync("/api/wait");
        await sample.Journal.Until("waiting");
        var stop = sample.Host.DisposeAsync();
        await sample.Journal.Until("cancelled");
        await stop;
        await Record.ExceptionAsync(() => call);
    }

    [Fact]
    public async Task The_trace_of_the_request_goes_on_in_the_function()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/trace");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var answer = await (await Client.SendAsync(request)).Content.ReadAsStringAsync();
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", answer, StringComparison.Ordinal);
    }

    private static async Task<string> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var body = await answer.Content.ReadAsStringAsync();
        using var problem = JsonDocument.Parse(body);
        Assert.Equal((int)status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("traceId").GetString()!);
        return body;
    }
}
