using Work.Model;

namespace Model.Tests.Limits;

public sealed class WorkLimitsTests
{
    [Fact]
    public void Server_has_the_numbers_of_the_table()
    {
        var limits = WorkLimits.For(WorkProfile.Server);
        Assert.Equal(("PT1M", "PT10S", "PT1S", "PT5H", "PT10M"), Lengths(limits));
        Assert.Equal((262_144, 10, true, 0.10), (limits.MaxDataBytes, limits.DefaultMaxAttempts, limits.RetriesExceptions, limits.Jitter));
    }

    [Fact]
    public void Android_has_the_numbers_of_the_table()
    {
        var limits = WorkLimits.For(WorkProfile.Android);
        Assert.Equal(("PT15M", "PT5M", "PT10S", "PT5H", "PT10M"), Lengths(limits));
        Assert.Equal((10_240, 0, false, 0.0), (limits.MaxDataBytes, limits.DefaultMaxAttempts, limits.RetriesExceptions, limits.Jitter));
    }

    [Theory]
    [InlineData(WorkProfile.Server)]
    [InlineData(WorkProfile.Android)]
    public void What_bounds_a_body_is_the_same_in_both(WorkProfile profile)
    {
        var limits = WorkLimits.For(profile);
        Assert.Equal((50, 128, 100, 127), (limits.MaxTags, limits.MaxTagLength, limits.MaxIdLength, limits.MaxTraceTagLength));
        Assert.Equal((4 * 1024 * 1024, 10_000, 64), (limits.MaxBodyBytes, limits.MaxWorksPerRequest, limits.MaxJsonDepth));
        Assert.Equal(TimeSpan.FromDays(1), limits.DefaultKeepResultsFor);
    }

    [Fact]
    public void A_profile_that_does_not_exist_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => WorkLimits.For((WorkProfile)7));

    private static (string Period, string Flex, string Least, string Most, string Timeout) Lengths(WorkLimits limits) => (
        IsoDuration.Format(limits.MinPeriod), IsoDuration.Format(limits.MinFlex), IsoDuration.Format(limits.MinBackoff),
        IsoDuration.Format(limits.MaxBackoff), IsoDuration.Format(limits.DefaultTimeout));
}
