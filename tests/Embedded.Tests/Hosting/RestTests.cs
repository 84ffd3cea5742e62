using Work.Embedded.Hosting.Start;

namespace Embedded.Tests.Hosting;

public sealed class RestTests
{
    [Fact]
    public void Rest_has_come_once_after_so_many_looks_at_little_in_a_row_and_again_after_the_next_business()
    {
        var rest = new Rest(looks: 2, little: 100);

        bool[] told = [.. new long[] { 5000, 5010, 9000, 9050, 9099, 9150, 9200, 20_000, 20_000, 20_000, 20_000 }.Select(rest.HasCome)];

        Assert.Equal([false, false, false, false, true, false, false, false, false, true, false], told);
    }

    [Fact]
    public void A_host_that_never_did_more_than_a_little_is_collected_once()
    {
        var rest = new Rest(looks: 2, little: 100);

        Assert.Equal([false, true, false, false], new long[] { 10, 20, 30, 40 }.Select(rest.HasCome));
    }
}
