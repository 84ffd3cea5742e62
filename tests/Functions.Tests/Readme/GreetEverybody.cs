using Work.Client;
using Work.Model;

namespace Work.Functions.Tests.Readme;

/// <summary>The client's lines of the README.</summary>
internal static class GreetEverybody
{
    public static async Task<WorkInfo> RunAsync(IWorkManager work, CancellationToken ct)
    {
        WorkInfo done = await work
            .BeginWith(
                OneTimeWorkRequest.For("greet").SetInput(new { name = "Ada" }).Build(),
                OneTimeWorkRequest.For("greet").SetInput(new { name = "Grace" }).Build())
            .Then(OneTimeWorkRequest.For("delay").SetInput(new { @for = "PT0S" }).AddTag("all-greeted").Build())
            .EnqueueAsync(ct)
            .ThenAsync(stored => work.WaitForFinishedAsync(stored.Last.Id, ct));
        return done;
    }
}
