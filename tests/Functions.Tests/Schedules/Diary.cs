using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Schedules;

/// <summary>Notes each run of the worker <c>diary</c> under the first tag of its work, over restarts too.</summary>
internal sealed class Diary
{
    private readonly ConcurrentQueue<(string Tag, DateTimeOffset At)> runs = new();

    internal void AddTo(FunctionsApplicationBuilder builder) => builder.Services.AddSingleton(this).AddWorker<DiaryWorker>("diary");

    internal DateTimeOffset[] Of(string tag) => [.. runs.Where(run => run.Tag == tag).Select(run => run.At)];

    internal string[] Texts(string tag) => [.. Of(tag).Select(at => at.ToString("MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture))];

    internal static string Work(string tag, string schedule) => $$"""{ "worker": "diary", "tags": ["{{tag}}"], {{schedule}} }""";

    private sealed class DiaryWorker(Diary diary) : IWorker
    {
        public Task<WorkResult> RunAsync(WorkContext context, CancellationToken cancellation)
        {
            diary.runs.Enqueue((context.Tags[0], context.Clock.GetUtcNow()));
            return Task.FromResult(WorkResult.Success());
        }
    }
}
