using System.Text;
using Work.Model;

namespace Model.Tests.Requests;

public sealed class MessageRulesTests
{
    [Theory]
    [InlineData("""{ "worker": "a" }""", """{ "worker": "a" }""")]
    [InlineData(" \r\n\t{}", " \r\n\t{}")]
    [InlineData("eyAid29ya2VyIjogImEiIH0=", """{ "worker": "a" }""")]
    [InlineData("null", "null")]
    [InlineData("eyAid29ya2VyIjog!", "eyAid29ya2VyIjog!")]
    [InlineData("aGVsbG8=", "aGVsbG8=")]
    [InlineData("ünicode", "ünicode")]
    [InlineData("", "")]
    public void A_message_is_a_json_object_or_base64_of_one_and_anything_else_is_left_as_it_is(string text, string body) =>
        Assert.Equal(body, Encoding.UTF8.GetString(MessageRules.BodyOf(Encoding.UTF8.GetBytes(text)).Span));

    [Theory]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(409, false)]
    [InlineData(413, false)]
    [InlineData(422, false)]
    [InlineData(425, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(507, true)]
    public void What_is_the_hosts_fault_may_pass_and_what_is_the_requests_does_not(int status, bool mayPass) => Assert.Equal(mayPass, MessageRules.MayPassLater(status));

    [Theory]
    [InlineData(7, 2, false)]
    [InlineData(8, 1, false)]
    [InlineData(8, 2, true)]
    public void A_message_that_was_delivered_before_and_is_older_than_it_is_remembered_is_forgotten(int daysOld, int deliveries, bool forgotten)
    {
        var now = new DateTimeOffset(2030, 1, 10, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(forgotten, MessageRules.IsForgotten(now.AddDays(-daysOld), deliveries, TimeSpan.FromDays(8), now));
    }
}
