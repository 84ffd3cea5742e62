using Work.Model;

namespace Model.Tests.Data;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2030-01-02T03:04:05Z", "2030-01-02T03:04:05Z")]
    [InlineData("2030-01-02T03:04:05.25Z", "2030-01-02T03:04:05.25Z")]
    [InlineData("2030-01-02T03:04:05+02:00", "2030-01-02T01:04:05Z")]
    public void Reads_instants_and_writes_them_in_utc(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(text, out var value));
        Assert.Equal(TimeSpan.Zero, value.Offset);
        Assert.Equal(expected, Rfc3339.Format(value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2030-01-02")]
    [InlineData("2030-01-02T03:04:05")]
    [InlineData("2030-01-02T03:04Z")]
    [InlineData("2030-13-02T03:04:05Z")]
    [InlineData("2030-02-30T03:04:05Z")]
    [InlineData("0001-01-01T00:00:00+23:00")]
    [InlineData("2030-01-02T03:04:05Z\n")]
    [InlineData("tomorrow")]
    public void Refuses_what_is_no_instant(string? text) => Assert.False(Rfc3339.TryParse(text, out _));
}
