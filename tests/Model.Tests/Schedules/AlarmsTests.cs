using Model.Tests.Graphs;
using Work.Model;

namespace Model.Tests.Schedules;

public sealed class AlarmsTests
{
    private static readonly WorkSpec Plain = Given.Spec("a");

    [Fact]
    public void WorkThatWaitsForAnInstantIsAsLateAsItsRunWasHandedOutAfterIt()
    {
        WorkSpec[] alarmed = [Plain with { InitialDelay = TimeSpan.FromHours(1) }, Plain with { RunAt = Given.Now }, Plain with { Period = new Period(TimeSpan.FromHours(1), TimeSpan.FromHours(1)) }];
        Assert.All(alarmed, work => Assert.Equal(TimeSpan.FromSeconds(3), Alarms.LatenessOf(Run(work))));
        Assert.Equal(TimeSpan.FromSeconds(3), Alarms.LatenessOf(Run(Plain) with { Attempt = 2 }));
    }

    [Fact]
    public void WorkThatIsDueAtOnceOrMayHaveWaitedForSomethingElseIsNotLate()
    {
        WorkSpec delayed = Plain with { InitialDelay = TimeSpan.FromHours(1) };
        WorkSpec[] others =
        [
            Plain, delayed with { ConcurrencyKey = "k" }, delayed with { Slots = 1 }, delayed with { Budget = TimeSpan.FromHours(1) }, delayed with { IsExternal = true },
            delayed with { Constraints = Constraints.None with { NetworkType = NetworkType.Connected } },
        ];
        Assert.All(others, work => Assert.Null(Alarms.LatenessOf(Run(work))));
        Assert.Null(Alarms.LatenessOf(Run(delayed) with { Slice = 1 }));
        Assert.Null(Alarms.LatenessOf(Run(delayed) with { DueAt = null }));
    }

    private static RunRequest Run(WorkSpec work) => new() { Work = work, Instance = "i", Attempt = 1, DueAt = Given.Now, HandedOutAt = Given.Now.AddSeconds(3) };
}
