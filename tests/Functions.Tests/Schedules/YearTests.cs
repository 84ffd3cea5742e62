using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Engine;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Schedules;

public sealed class YearTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly SpringChange = new(2030, 3, 31);
    private static readonly DateOnly AutumnChange = new(2030, 10, 27);

    // A firing of a period: its timer, its run, what the run told.
    private const int MostStepsOfAFiring = 4;

    [Fact]
    public Task AYearOfAnHourlyPeriodADailyAndAMonthlyCronIsThatOfTheCalendarAndCostsAFewStepsForEachFiring() => PassAsync();

    /// <summary>Has the year pass; how long it took. What others do on the machine meanwhile is not counted.</summary>
    internal static async Task<TimeSpan> PassAsync()
    {
        var diary = new Diary();
        await using TestApp app = await TestApp.StartAsync(configure: diary.AddTo);
        await app.EnqueueOneAsync(Diary.Work("hourly", """ "period": { "every": "PT1H" } """));
        await app.EnqueueOneAsync(Diary.Work("daily", """ "cron": { "expression": "30 2 * * *", "timeZone": "Europe/Berlin" } """));
        await app.EnqueueOneAsync(Diary.Work("monthly", """ "cron": { "expression": "0 9 1 * *", "timeZone": "Europe/Berlin" } """));
        await app.IdleAsync();

        long steps = app.Services.GetRequiredService<DurableEngine>().Statistics.Steps;
        long began = Stopwatch.GetTimestamp();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await app.AdvanceAsync("P365D");
        TimeSpan real = Stopwatch.GetElapsedTime(began);
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        steps = app.Services.GetRequiredService<DurableEngine>().Statistics.Steps - steps;

        Assert.Equal(Enumerable.Range(0, 8_761).Select(hour => Start.AddHours(hour)), diary.Of("hourly"));
        Assert.Equal(Enumerable.Range(0, 365).Select(day => HalfPastTwo(new DateOnly(2030, 1, 1).AddDays(day))), diary.Of("daily"));
        Assert.Equal(Enumerable.Range(1, 12).Select(NineOnTheFirst), diary.Of("monthly"));
        Assert.Equal(new DateTimeOffset(2030, 3, 31, 1, 0, 0, TimeSpan.Zero), diary.Of("daily")[89]);
        Assert.Equal(new DateTimeOffset(2030, 10, 27, 0, 30, 0, TimeSpan.Zero), diary.Of("daily")[299]);
        int firings = diary.Of("hourly").Length + diary.Of("daily").Length + diary.Of("monthly").Length;
        Assert.InRange(steps, firings, MostStepsOfAFiring * firings);
        return real < cpu ? real : cpu;
    }

    // 02:30 in Berlin: an hour ahead of UTC in winter, two in summer; in the gap of spring at its end, in the overlap of autumn at the first.
    private static DateTimeOffset HalfPastTwo(DateOnly day) => new(
        day, day == SpringChange ? new TimeOnly(1, 0) : day > SpringChange && day <= AutumnChange ? new TimeOnly(0, 30) : new TimeOnly(1, 30), TimeSpan.Zero);

    private static DateTimeOffset NineOnTheFirst(int month) => new(2030, month, 1, month is > 3 and < 11 ? 7 : 8, 0, 0, TimeSpan.Zero);
}
