using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;

namespace Embedded.Tests.Sdk;

/// <summary>The values that cross the Durable Task API.</summary>
public sealed class DurableValueTests
{
    [Fact]
    public void AnEntityIdKeepsItsKeyAndLowersItsName()
    {
        EntityInstanceId id = new("Agenda", "Shard@7");

        Assert.Equal("@agenda@Shard@7", id.ToString());
        Assert.Equal(id, EntityInstanceId.FromString("@AGENDA@Shard@7"));
        Assert.Equal("\"@agenda@Shard@7\"", JsonSerializer.Serialize(id));
        Assert.Equal(id, JsonSerializer.Deserialize<EntityInstanceId>("\"@agenda@Shard@7\""));
    }

    [Theory]
    [InlineData("agenda@7")]
    [InlineData("@agenda")]
    [InlineData("@@7")]
    [InlineData("")]
    public void AnEntityIdOfAnotherFormIsRefused(string text) => Assert.ThrowsAny<ArgumentException>(() => EntityInstanceId.FromString(text));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "1.0", -1)]
    [InlineData("1.0", " ", 1)]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("beta", "ALPHA", 1)]
    [InlineData("beta", "BETA", 0)]
    public void VersionsCompareAsNumbersWhereTheyAreNumbers(string one, string other, int sign)
        => Assert.Equal(sign, Math.Sign(TaskOrchestrationVersioningUtils.CompareVersions(one, other)));

    [Fact]
    public void AFailureKeepsWhatCausedIt()
    {
        TaskFailureDetails failure = TaskFailureDetails.FromException(new InvalidOperationException("outer", new IOException("inner")));

        Assert.Equal("System.InvalidOperationException: outer", failure.ToString());
        Assert.Equal("System.IO.IOException", failure.InnerFailure!.ErrorType);
        Assert.True(failure.IsCausedBy<InvalidOperationException>());
        Assert.True(failure.IsCausedBy<SystemException>());
        Assert.False(failure.IsCausedBy<IOException>());
        Assert.True(TaskFailureDetails.FromException(new OwnException()).IsCausedBy<TimeoutException>());
        Assert.False(new TaskFailureDetails("Gone.GoneException", "", null, null, null).IsCausedBy<Exception>());
    }

    [Fact]
    public void AFailureIsTheSameAfterAStore()
    {
        TaskFailureDetails failure = new("System.TimeoutException", "late", "at", new("System.IO.IOException", "cut", null, null, null), null);

        string? stored = JsonDataConverter.Default.Serialize(failure);

        Assert.Equal(failure, JsonDataConverter.Default.Deserialize<TaskFailureDetails>(stored));
    }

    [Fact]
    public void AFailedTasksMessageNamesTheTask()
        => Assert.Equal(
            "Task 'Upload' (#3) failed with an unhandled exception: late",
            new TaskFailedException("Upload", 3, new TaskFailureDetails("T", "late", null, null, null)).Message);

    [Theory]
    [InlineData(0, 1, 1.0, null, null)]
    [InlineData(1, 0, 1.0, null, null)]
    [InlineData(1, 1, 0.9, null, null)]
    [InlineData(1, 2, 1.0, 1, null)]
    [InlineData(1, 2, 1.0, null, 1)]
    public void ARetryPolicyOutOfRangeIsRefused(int attempts, int first, double factor, int? longest, int? timeout)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(attempts, TimeSpan.FromSeconds(first), factor, Seconds(longest), Seconds(timeout)));

    [Fact]
    public void ARetryPolicyAsksItsHandlerAboutTheFailure()
    {
        RetryPolicy policy = new(3, TimeSpan.FromSeconds(1)) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() };

        Assert.True(policy.Handle(new TaskFailedException("T", 1, new TimeoutException())));
        Assert.False(policy.Handle(new TaskFailedException("T", 1, new IOException())));
        Assert.Equal((TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan), (policy.MaxRetryInterval, policy.RetryTimeout));
    }

    [Fact]
    public void OptionsKeepWhatTheyCarryWhenTheyAreWidened()
    {
        SubOrchestrationOptions first = new TaskOptions(new RetryPolicy(2, TimeSpan.FromSeconds(1))) { Version = "2" }.WithInstanceId("a");

        Assert.Equal(("a", "2"), (new SubOrchestrationOptions(first).InstanceId, new SubOrchestrationOptions(first, "b").Version!.Value.Version));
        Assert.Equal("b", new SubOrchestrationOptions(first, "b").InstanceId);
        Assert.Equal(first, first with { });
        Assert.Equal(["Running"], new StartOrchestrationOptions("x").WithDedupeStatuses(OrchestrationRuntimeStatus.Running).DedupeStatuses!);
    }

    [Fact]
    public void AnEntityQuerysPrefixIsReadAsAnId()
    {
        Assert.Equal("@agenda", new EntityQuery { InstanceIdStartsWith = "Agenda" }.InstanceIdStartsWith);
        Assert.Equal("@agenda@Shard", new EntityQuery { InstanceIdStartsWith = "@Agenda@Shard" }.InstanceIdStartsWith);
    }

    [Fact]
    public void MetadataWithoutPayloadsSaysSo()
    {
        OrchestrationMetadata metadata = new("Run", "a") { SerializedOutput = "5" };

        Assert.Throws<InvalidOperationException>(() => metadata.ReadOutputAs<int>());
        Assert.Equal(5, new OrchestrationMetadata("Run", "a") { SerializedOutput = "5", DataConverter = JsonDataConverter.Default }.ReadOutputAs<int>());
        Assert.Throws<InvalidOperationException>(() => new EntityMetadata(new EntityInstanceId("a", "b")).State);
    }

    [Fact]
    public void EntityMetadataIsWrittenWithItsIdAsText()
        => Assert.Equal(
            """{"Id":"@a@b","LastModifiedTime":"2026-01-02T03:04:05+00:00","State":7}""",
            JsonSerializer.Serialize(new EntityMetadata<int>(new("a", "b"), 7) { LastModifiedTime = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) }));

    [Fact]
    public async Task PagesFollowTheirTokensToTheEnd()
    {
        AsyncPageable<int> numbers = Pageable.Create<int>((token, _) =>
        {
            int start = int.Parse(token ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            return Task.FromResult(new Page<int>([start, start + 1], start < 4 ? $"{start + 2}" : null));
        });

        List<int> all = [];
        await foreach (int number in numbers)
        {
            all.Add(number);
        }

        Assert.Equal([0, 1, 2, 3, 4, 5], all);
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;

    private sealed class OwnException : TimeoutException;
}
