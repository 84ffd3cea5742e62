using System.Net;
using Work.Client;
using Work.Model;

namespace Work.Functions.Tests.Clients;

public sealed class ClientRetryTests
{
    private static readonly OneTimeWorkRequest Request = ClientApp.Succeeds.Build();

    [Fact]
    public async Task AnEnqueueWhoseAnswerWasLostIsSentAgainWithItsKeyAndStoredOnce()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        app.Road.LoseAnswer();
        app.Road.LoseAnswer();
        EnqueueResult result = await app.Work.BeginWith(Request).Then(Request).EnqueueAsync();
        Assert.Equal(EnqueueOperation.Enqueued, result.Operation);
        Assert.Equal(3, app.Road.All.Count);
        Assert.Single(app.Road.All.Distinct());
        Assert.NotEmpty(app.Road.All.First().Key!);
        Assert.Equal(2, (await app.ListAsync()).Count);
    }

    [Fact]
    public async Task EachEnqueueHasItsOwnKey()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        await app.Work.EnqueueAsync(Request);
        await app.Work.EnqueueAsync(Request);
        Assert.Equal(2, app.Road.All.Select(sent => sent.Key).Distinct().Count());
        Assert.Equal(2, (await app.ListAsync()).Count);
    }

    [Fact]
    public async Task DelaysDoubleAndGiveWayToWhatTheHostAsksFor()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        app.Road.LoseRequest();
        app.Road.Answer(HttpStatusCode.TooManyRequests, "7");
        app.Road.Answer(HttpStatusCode.ServiceUnavailable, InstantClock.Start.AddSeconds(9).ToString("R"));
        await app.Work.ListWorkersAsync();
        Assert.Equal([TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(9)], app.Clock.Delays);
        app.Clock.Delays.Clear();
        app.Road.Answer(HttpStatusCode.BadGateway);
        app.Road.Answer(HttpStatusCode.GatewayTimeout);
        app.Road.LoseAnswer();
        await app.Work.ListWorkersAsync();
        Assert.Equal([TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(800)], app.Clock.Delays);
    }

    [Fact]
    public async Task RetriesComeToAnEnd()
    {
        await using ClientApp app = await ClientApp.StartAsync(options => options.MaxRetries = 2);
        app.Road.LoseRequest();
        app.Road.LoseRequest();
        app.Road.LoseRequest();
        WorkException failure = await Assert.ThrowsAsync<WorkException>(() => app.Work.EnqueueAsync(Request));
        Assert.Equal(WorkErrorCode.Unreachable, failure.Code);
        Assert.Null(failure.Status);
        Assert.Equal(3, app.Road.All.Count);
    }

    [Fact]
    public async Task ALongerRetryAfterThanTheClientWaitsIsToldAtOnce()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        app.Road.Answer(HttpStatusCode.TooManyRequests, "3600");
        WorkException failure = await Assert.ThrowsAsync<WorkException>(() => app.Work.EnqueueAsync(Request));
        Assert.Equal(WorkErrorCode.OverQuota, failure.Code);
        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
        Assert.Single(app.Road.All);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.OK)]
    public async Task AnAnswerThatNobodyKnowsIsNotTriedAgain(HttpStatusCode status)
    {
        await using ClientApp app = await ClientApp.StartAsync();
        app.Road.Answer(status);
        WorkException failure = await Assert.ThrowsAsync<WorkException>(() => app.Work.EnqueueAsync(Request));
        Assert.Equal((WorkErrorCode.Unexpected, (int?)status), (failure.Code, failure.Status));
        Assert.Single(app.Road.All);
    }
}
