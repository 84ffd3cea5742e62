using Work.Client;
using Work.Model;

namespace Work.Functions.Tests.Clients;

public sealed class ClientPeriodicTests
{
    [Fact]
    public async Task APeriodicRequestSaysWhatTheBuilderSays()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        PeriodicWorkRequest every = PeriodicWorkRequest.Every("scripted", TimeSpan.FromHours(2), TimeSpan.FromMinutes(30)).SetId("every").AddTag("x")
            .SetInitialDelay(TimeSpan.FromHours(1)).SetBackoffCriteria(BackoffPolicy.Linear, TimeSpan.FromMinutes(1)).SetMaxAttempts(2).Build();
        WorkInfo work = (await app.Work.EnqueueAsync(every)).First;
        Assert.Equal(("every", 0, new Period(TimeSpan.FromHours(2), TimeSpan.FromMinutes(30))), (work.Id, work.PeriodCount!.Value, work.Period!));
        Assert.Equal(InstantClock.Start.AddHours(2.5), work.NextScheduleTime);

        PeriodicWorkRequest cron = PeriodicWorkRequest.OnCron("scripted", "0 12 * * *", "Europe/Berlin").SetCronPolicies(MisfirePolicy.All, OverlapPolicy.Queue).Build();
        Assert.Equal(new CronInfo("0 12 * * *", "Europe/Berlin", MisfirePolicy.All, OverlapPolicy.Queue), (await app.Work.EnqueueAsync(cron)).First.Cron);
        Assert.Equal("""{"worker":"scripted","cron":{"expression":"0 12 * * *","timeZone":"Europe/Berlin","misfire":"all","overlap":"queue"}}""", app.Road.All.Last().Body);
    }

    [Fact]
    public async Task AUniquePeriodicWorkIsUpdatedInPlace()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        EnqueueResult first = await app.Work.EnqueueUniquePeriodicWorkAsync("n", ExistingWorkPolicy.Update, PeriodicWorkRequest.Every("scripted", TimeSpan.FromHours(1)).Build());
        EnqueueResult second = await app.Work.EnqueueUniquePeriodicWorkAsync("n", ExistingWorkPolicy.Update, PeriodicWorkRequest.Every("scripted", TimeSpan.FromHours(3)).Build());
        Assert.Equal((EnqueueOperation.Enqueued, EnqueueOperation.Updated, first.First.Id), (first.Operation, second.Operation, second.First.Id));
        Assert.Equal(TimeSpan.FromHours(3), second.First.Period!.Every);
    }
}
