using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Work.Functions.Conditions;
using Work.Functions.Files;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Conditions;

/// <summary>Conditions of the host itself.</summary>
public sealed class SourceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task ASourceIsReportedWhenItChangesAndHoldsWorkOfTheDefaultScope()
    {
        var bell = new Bell();
        await using TestApp app = await TestApp.StartAsync(configure: builder => builder.Services.AddSingleton(bell).AddCondition<BellCondition>("bell"));
        string id = await ConstraintTests.EnqueueAsync(app, """{ "conditions": [ "bell" ] }""");
        Assert.Equal("enqueued", (string?)(await app.GetAsync(id))["state"]);
        await bell.SayAsync(true);
        await app.IdleAsync();
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        await app.ReportAsync("default", """{ "conditions": { "bell": false } }""");
        await bell.SayAsync(true);
        await app.IdleAsync();
        Assert.Equal(("enqueued", "constraintCondition"), ((string?)(await app.GetAsync(id))["state"], (string?)(await app.GetAsync(id))["stopReason"]));
        await bell.SayAsync(null);
        await bell.SayAsync(false);
        await bell.SayAsync(true);
        await app.IdleAsync();
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
    }

    [Theory]
    [InlineData("connected", """{"networkType":"none","conditions":{}}""")]
    [InlineData("storageNotLow", """{"storageNotLow":false,"conditions":{}}""")]
    public async Task ANameOfTheContractIsThatCondition(string name, string told)
    {
        var bell = new Bell();
        await using TestApp app = await TestApp.StartAsync(configure: builder => builder.Services.AddSingleton(bell).AddCondition<BellCondition>(name));
        await bell.SayAsync(false);
        JsonObject conditions = await app.JsonAsync("/api/conditions/default");
        Assert.Equal(told, conditions.ToJsonString());
    }

    [Fact]
    public async Task NothingIsReportedByAHostThatIsNotToldTo()
    {
        await using TestApp app = await TestApp.StartAsync();
        Assert.Equal("""{"conditions":{}}""", (await app.JsonAsync("/api/conditions/default")).ToJsonString());
    }

    [Fact]
    public async Task TheHealthAddressMustFailTwiceInARow()
    {
        await using TestApp site = await TestApp.StartAsync();
        Uri good = new(site.Client.BaseAddress!, "/api/workers");
        var options = new ConditionOptions { HealthUrl = good };
        using var condition = new ConnectedCondition(Options.Create(options));
        Assert.Equal([null, true], new[] { await condition.LookAsync(default), await condition.LookAsync(default) });
        options.HealthUrl = new Uri(site.Client.BaseAddress!, "/api/nothing-here");
        Assert.True(await condition.LookAsync(default));
        options.HealthUrl = good;
        Assert.True(await condition.LookAsync(default));
        options.HealthUrl = new Uri("http://127.0.0.1:9/");
        Assert.Equal([true, false], new[] { await condition.LookAsync(default), await condition.LookAsync(default) });
    }

    [Fact]
    public async Task StorageIsLowBelowTheBound()
    {
        var options = new ConditionOptions { StorageLowBelow = 1 };
        var condition = new StorageCondition(Options.Create(options), Options.Create(new FileStoreOptions { Root = Path.Combine(Path.GetTempPath(), "not", "there") }));
        Assert.True(await condition.LookAsync(default));
        options.StorageLowBelow = long.MaxValue / 2;
        Assert.False(await condition.LookAsync(default));
        options.StorageLowBelow = 1;
        Assert.True(await condition.LookAsync(default));
    }

    [Fact]
    public async Task TheHostIsIdleWhenItHasHadLittleToDoForAWhile()
    {
        var meter = new Meter();
        var condition = new IdleCondition(Options.Create(new ConditionOptions { LookInterval = TimeSpan.FromMinutes(1), IdleAfter = TimeSpan.FromMinutes(3) }), meter);
        var told = new List<bool?>();
        foreach (double? use in new double?[] { null, 0.1, 0.1, 0.1, 0.9, 0.1, 0.9, 0.9, 0.1 })
        {
            meter.Next = use;
            told.Add(await condition.LookAsync(default));
        }

        Assert.Equal([null, null, null, true, true, true, true, false, false], told);
    }

    [Fact]
    public void TheMeterSaysAPartOfAllProcessors()
    {
        var meter = new CpuMeter();
        Assert.Null(meter.Use());
        Assert.True(meter.Use() is null or (>= 0 and <= 1));
    }

    private sealed class Meter : ICpuMeter
    {
        public double? Next { get; set; }

        public double? Use() => Next;
    }

    /// <summary>What the source is to see; said when the look after it begins, and so what was seen has been reported.</summary>
    private sealed class Bell
    {
        private readonly Channel<bool?> said = Channel.CreateUnbounded<bool?>();
        private readonly Channel<bool> looks = Channel.CreateUnbounded<bool>();

        internal async Task SayAsync(bool? value)
        {
            await looks.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            said.Writer.TryWrite(value);
            await looks.Reader.WaitToReadAsync().AsTask().WaitAsync(Patience);
        }

        internal async Task<bool?> LookAsync(CancellationToken cancellation)
        {
            looks.Writer.TryWrite(true);
            return await said.Reader.ReadAsync(cancellation);
        }
    }

    private sealed class BellCondition(Bell bell) : IConditionSource
    {
        public TimeSpan Interval => TimeSpan.FromMilliseconds(1);

        public Task<bool?> LookAsync(CancellationToken cancellation) => bell.LookAsync(cancellation);
    }
}
