using System.Net;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Work.Embedded.Engine;
using Work.Functions.Tests.Works;
using Work.Functions.Timers;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Tests.Schedules;

public sealed class AgendaTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Daily = Diary.Work("daily", """ "period": { "every": "P1D" } """);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ALongWaitIsNotedAndWokenInTimeAndTheNoteIsGone(bool replayAlways)
    {
        var diary = new Diary();
        await using TestApp app = await TestApp.StartAsync(replayAlways, diary.AddTo);
        string id = await app.EnqueueOneAsync(Daily);
        await app.IdleAsync();
        string instance = WorkIds.Locate(id) is NodeAddress node ? node.InstanceId : "";
        EntityInstanceId bucket = AgendaEntity.IdOf(Start.AddDays(1), instance);
        Assert.Equal([new AgendaNote(instance, Start.AddDays(1))], (await Client(app).Entities.GetEntityAsync<AgendaPage>(bucket))!.State.Notes.ToArray());
        await app.AdvanceAsync("PT23H50M");
        Assert.Null(await Client(app).Entities.GetEntityAsync(bucket));
        await app.AdvanceAsync("P2D");
        Assert.Equal(["01-01 00:00:00", "01-02 00:00:00", "01-03 00:00:00"], diary.Texts("daily"));
    }

    [Fact]
    public async Task TicksThatWereMissedAreMadeUp()
    {
        var diary = new Diary();
        await using TestApp app = await TestApp.StartAsync(configure: diary.AddTo);
        await app.EnqueueOneAsync(Daily);
        await app.AdvanceAsync("PT12H");
        await app.CrashAndRestartAsync(away: TimeSpan.FromDays(5));
        await app.AdvanceAsync("P2D");
        Assert.Equal(["01-01 00:00:00", "01-06 12:00:00", "01-07 12:00:00", "01-08 12:00:00"], diary.Texts("daily"));
    }

    [Fact]
    public async Task TicksThatAreCutOffOrComeTwiceLoseAndDoubleNothing()
    {
        const int Works = 6;
        const int MostCalls = 1 + (2 * AgendaSlots.Shards) + Works;
        var diary = new Diary();
        await using TestApp app = await TestApp.StartAsync(configure: diary.AddTo);
        for (int work = 0; work < Works; work++)
        {
            await app.EnqueueOneAsync(Daily);
        }

        int cut = 0;
        await app.AdvanceAsync("PT23H45M");
        for (int day = 1; day <= 8; day++)
        {
            // Ticks of other hosts, each of which dies one step later than the one before, or finds nothing left to do.
            for (int host = 0; host < 4; host++)
            {
                Exception? died = await Record.ExceptionAsync(() => Opener(app).OpenAsync(Cut(Client(app), cut), CancellationToken.None));
                Assert.True(died is OperationCanceledException or null, died?.ToString());
                cut = (cut + 1) % MostCalls;
            }

            await ((day % 3) switch
            {
                0 => app.CrashAndRestartAsync(),
                1 => Task.WhenAll(Opener(app).OpenAsync(Client(app), CancellationToken.None), Opener(app).OpenAsync(Client(app), CancellationToken.None)),
                _ => Task.CompletedTask,
            });
            await app.AdvanceAsync("P1D");
        }

        Assert.Equal(Enumerable.Range(0, 9).SelectMany(day => Enumerable.Repeat(Start.AddDays(day), Works)), diary.Of("daily"));
    }

    [Fact]
    public async Task ANoteForAClosedSlotWakesAtOnce()
    {
        var diary = new Diary();
        await using TestApp app = await TestApp.StartAsync(configure: diary.AddTo);
        string id = await app.EnqueueOneAsync(Daily);
        await app.AdvanceAsync("PT12H");
        string instance = WorkIds.Locate(id) is NodeAddress node ? node.InstanceId : "";
        foreach (DateTimeOffset slot in (DateTimeOffset[])[Start.AddHours(3), Start.AddHours(12)])
        {
            EntityInstanceId bucket = AgendaEntity.IdOf(slot, instance);
            await Client(app).Entities.SignalEntityAsync(bucket, AgendaEntity.Note, new AgendaNote(instance, slot));
            await app.IdleAsync();
            Assert.Null(await Client(app).Entities.GetEntityAsync(bucket));
            Assert.NotNull(await Client(app).GetInstanceAsync($"{TellOrchestrator.InstancePrefix}{bucket}:{instance}"));
        }

        await app.AdvanceAsync("P1D");
        Assert.Equal(["01-01 00:00:00", "01-02 00:00:00"], diary.Texts("daily"));
    }

    [Fact]
    public async Task ACancelledWorkLeavesANoteThatHarmsNobody()
    {
        var diary = new Diary();
        await using TestApp app = await TestApp.StartAsync(configure: diary.AddTo);
        string id = await app.EnqueueOneAsync(Daily);
        await app.IdleAsync();
        (await app.PostAsync($"/api/work/{id}/cancel")).EnsureSuccessStatusCode();
        Assert.Equal("cancelled", (string?)(await app.GetAsync(id))["state"]);
        await app.AdvanceAsync("P3D");
        Assert.Single(diary.Of("daily"));
    }

    [Fact]
    public Task AnEmptyTickCostsNoStepAndOneWithAHundredDueOfTwoThousandCostsThatOfAHundred() => TicksAsync(idle: 1_900);

    [Fact]
    [Trait("Category", "Long")]
    public Task AnEmptyTickCostsNoStepAndOneWithAHundredDueOfTenThousandCostsThatOfAHundred() => TicksAsync(idle: 9_900);

    private static async Task TicksAsync(int idle)
    {
        const int Due = 100;

        // The step itself, and the message that it takes or sends.
        const int MostRowsOfAStep = 3;
        var diary = new Diary();
        await using TestApp app = await TestApp.StartAsync(configure: diary.AddTo);
        await EnqueueAsync(app, "idle", "P3D", idle);
        await EnqueueAsync(app, "due", "P1D", Due);
        await app.IdleAsync();
        Assert.Equal(idle, diary.Of("idle").Length);

        // The cursor moves once in half a day; these hours lie between two moves.
        await app.AdvanceAsync("PT20H30M");
        EngineStatistics before = Statistics(app);
        await app.AdvanceAsync("PT29M");
        Assert.Equal((0, 0), (Statistics(app).Steps - before.Steps, Statistics(app).Rows - before.Rows));
        await app.AdvanceAsync("PT2H46M");
        before = Statistics(app);
        await app.AdvanceAsync("PT5M");
        Assert.InRange(Statistics(app).Steps - before.Steps, Due, Due + AgendaSlots.Shards + 1);
        Assert.InRange(Statistics(app).Rows - before.Rows, Due, MostRowsOfAStep * (Due + AgendaSlots.Shards + 1));
        await app.AdvanceAsync("PT30M");
        Assert.Equal(2 * Due, diary.Of("due").Length);
    }

    private static EngineStatistics Statistics(TestApp app) => app.Services.GetRequiredService<DurableEngine>().Statistics;

    private static DurableTaskClient Client(TestApp app) => app.Services.GetRequiredService<DurableEngine>().Client;

    private static AgendaOpener Opener(TestApp app) => new(app.Services.GetRequiredService<TimeProvider>(), NullLogger<AgendaOpener>.Instance);

    private static async Task EnqueueAsync(TestApp app, string tag, string every, int count)
    {
        string work = Diary.Work(tag, $$""" "period": { "every": "{{every}}" } """);
        foreach (string[] part in Enumerable.Repeat(work, count).Chunk(1_000))
        {
            using HttpResponseMessage response = await app.PostAsync("/api/work/batch", $$"""{ "requests": [{{string.Join(',', part)}}] }""");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    /// <summary>A client whose process dies after so many calls.</summary>
    private static DurableTaskClient Cut(DurableTaskClient real, int calls)
    {
        int left = calls;
        void Spend()
        {
            if (Interlocked.Decrement(ref left) < 0)
            {
                throw new OperationCanceledException("The process has died.");
            }
        }

        var entities = new Mock<DurableEntityClient>("cut") { CallBase = true };
        entities.Setup(e => e.GetEntityAsync<AgendaCursor>(It.IsAny<EntityInstanceId>(), It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .Callback(Spend).Returns((EntityInstanceId id, bool state, CancellationToken stop) => real.Entities.GetEntityAsync<AgendaCursor>(id, state, stop));
        entities.Setup(e => e.GetEntityAsync<AgendaPage>(It.IsAny<EntityInstanceId>(), It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .Callback(Spend).Returns((EntityInstanceId id, bool state, CancellationToken stop) => real.Entities.GetEntityAsync<AgendaPage>(id, state, stop));
        entities.Setup(e => e.SignalEntityAsync(It.IsAny<EntityInstanceId>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<SignalEntityOptions?>(), It.IsAny<CancellationToken>()))
            .Callback(Spend).Returns((EntityInstanceId id, string name, object? input, SignalEntityOptions? options, CancellationToken stop) => real.Entities.SignalEntityAsync(id, name, input, options, stop));
        var client = new Mock<DurableTaskClient>("cut") { CallBase = true };
        client.SetupGet(c => c.Entities).Returns(entities.Object);
        client.Setup(c => c.RaiseEventAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()))
            .Callback(Spend).Returns((string id, string name, object? input, CancellationToken stop) => real.RaiseEventAsync(id, name, input, stop));
        return client.Object;
    }
}
