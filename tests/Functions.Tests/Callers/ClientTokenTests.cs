using Microsoft.Extensions.DependencyInjection;
using Work.Client;
using Work.Functions.Callers;

namespace Work.Functions.Tests.Callers;

/// <summary>The client shows its token, and asks for it anew each time.</summary>
public sealed class ClientTokenTests
{
    [Fact]
    public async Task TheClientSendsTheTokenThatItIsGivenAtEachCall()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        string[] roles = [WorkRoles.Read];
        var services = new ServiceCollection();
        services.AddLogging().AddWorkClient(options =>
        {
            options.BaseAddress = new Uri(app.App.Client.BaseAddress!, "api");
            options.AccessToken = _ => ValueTask.FromResult(app.Token(roles));
        });
        await using ServiceProvider provider = services.BuildServiceProvider();
        IWorkManager work = provider.GetRequiredService<IWorkManager>();

        Assert.NotEmpty(await work.ListWorkersAsync());
        roles = [WorkRoles.Write];
        WorkException refused = await Assert.ThrowsAsync<WorkException>(() => work.ListWorkersAsync());
        Assert.Equal((WorkErrorCode.Unauthorized, (int?)403), (refused.Code, refused.Status));
    }
}
