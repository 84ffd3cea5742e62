using System.Collections.Immutable;
using Work.Model;

namespace Model.Tests.Graphs;

/// <summary>What is stored comes back as it was: an orchestration that is replayed must see the same again.</summary>
public sealed class JsonRoundTripTests
{
    private static readonly WorkSpec FullSpec = Given.Spec("a", "b", "c") with
    {
        Input = Given.Json("""{ "k": [1, "é", null] }"""),
        Tags = ["x", "scripted"],
        InitialDelay = TimeSpan.FromTicks(7),
        RunAt = Given.Now.AddTicks(3),
        Backoff = new Backoff(BackoffPolicy.Linear, TimeSpan.FromSeconds(1)),
        MaxBackoff = TimeSpan.FromHours(1),
        MaxAttempts = 4,
        Timeout = TimeSpan.FromMinutes(2),
        InputMerger = InputMerger.ArrayCreating,
        RetriesExceptions = true,
        Jitter = 0.1,
        TraceTag = "t",
        KeepResultsFor = TimeSpan.FromDays(3),
    };

    private static readonly WorkRecord FullRecord = new()
    {
        State = WorkState.Failed,
        RunAttemptCount = 7,
        FailedAttempts = 3,
        EnqueuedAt = Given.Now,
        NextScheduleTime = DateTimeOffset.FromUnixTimeMilliseconds(253402300799999),
        StartedAt = Given.Now.AddMilliseconds(1),
        FinishedAt = Given.Now.AddMilliseconds(2),
        LastHeartbeatAt = DateTimeOffset.UnixEpoch,
        StopReason = StopReason.User,
        Error = Given.Bad,
        Output = new Payload { Inline = Given.Json("{}"), Reference = "r" },
        Progress = Given.Json("[1.50]"),
        InFlight = true,
        Attempts = [new Attempt { Number = 7, StartedAt = Given.Now, EndedAt = Given.Now, Result = AttemptResult.Stopped, StopReason = StopReason.Timeout, Error = Given.Bad }],
    };

    private static readonly GraphState FullState = new()
    {
        Works = [FullRecord, new WorkRecord()],
        Elsewhere = ImmutableSortedDictionary<string, WorkState>.Empty.Add("a-b", WorkState.Succeeded).Add("ab", WorkState.Failed).Add("B", WorkState.Cancelled),
        Subscribers = [new Subscriber("i", [[0], [1, 2]])],
        Trimmed = true,
    };

    [Fact]
    public void A_state_comes_back() => Returns(FullState);

    [Fact]
    public void An_empty_state_comes_back() => Returns(new GraphState());

    [Fact]
    public void An_untouched_record_takes_two_characters() => Assert.Equal("{}", JsonText.Of(new WorkRecord()));

    [Fact]
    public void Ids_elsewhere_keep_their_ordinal_order_when_they_come_back() =>
        Assert.Equal(["B", "a-b", "ab"], JsonText.Read<GraphState>(JsonText.Of(FullState)).Elsewhere!.Keys);

    [Fact]
    public void An_input_comes_back()
    {
        var full = new GraphInput
        {
            ChainId = "w",
            EnqueuedAt = Given.Now.AddTicks(1),
            Works = [FullSpec],
            Document = "works/w.json",
            Shard = 2,
            Shards = 3,
            Prerequisites = [new Prerequisite("b", "c:b", 0)],
            Known = [KeyValuePair.Create("b", WorkState.Succeeded)],
            Cancelled = StopReason.CancelledByApp,
            DelayMet = true,
            RequestDigest = "d",
            State = FullState,
        };
        Returns(full);
        Returns(new GraphInput { ChainId = "w", EnqueuedAt = Given.Now });
    }

    [Fact]
    public void Every_message_comes_back_with_its_event()
    {
        GraphMessage[] messages =
        [
            new() { Cancel = new GraphEvent.CancelAsked([1, 2], StopReason.User) },
            new() { Cancel = new GraphEvent.CancelAsked(null, StopReason.CancelledByApp) },
            new() { Stop = new GraphEvent.StopAsked(1, StopReason.Preempt) },
            new() { SkipDelay = new GraphEvent.DelaySkipped(0) },
            new() { SkipDelay = new GraphEvent.DelaySkipped(1) { Turn = new Turn(2, 3), Until = Given.Now.AddMilliseconds(1) } },
            new() { Stop = new GraphEvent.StopAsked(1, StopReason.User) { Turn = new Turn(2, 0) } },
            new() { Met = new GraphEvent.ConstraintsMet(1) { Turn = new Turn(0, 1) } },
            new() { Report = new GraphEvent.Reported(1, 2, Given.Json("""{"percent":50}""")) },
            new() { Report = new GraphEvent.Reported(1, 2, null) },
            new() { Ended = new GraphEvent.EndedElsewhere([KeyValuePair.Create("x", WorkState.Failed)]) },
            new() { Subscribe = new Subscriber("i", [[0]]) },
            new() { SubscribedTo = "i" },
        ];
        Assert.All(messages, Returns);
        Assert.All(messages.Take(10), message => Assert.NotNull(message.Event));
        Assert.All(messages.Skip(10), message => Assert.Null(message.Event));
    }

    [Fact]
    public void Every_outcome_comes_back()
    {
        Returns(new RunOutcome
        {
            Attempt = 3,
            End = RunEnd.Lost,
            Output = new Payload { Inline = Given.Json("{}") },
            Error = Given.Bad,
            StopReason = StopReason.Timeout,
            AtLeast = TimeSpan.FromTicks(1),
            Progress = Given.Json("[1.50]"),
            Chance = 0.12345678901234567,
        });
        Assert.All(Enum.GetValues<RunEnd>(), end => Returns(new RunOutcome { Attempt = 1, End = end }));
    }

    [Fact]
    public void A_run_request_comes_back() => Returns(new RunRequest
    {
        Work = FullSpec,
        Instance = "i",
        Index = 3,
        Attempt = 2,
        HandedOutAt = Given.Now.AddTicks(9),
        Inputs = [new Payload { Reference = "r" }, null],
        Elsewhere = [new PrerequisiteGroup("j", [0, 2], ["x", "y"])],
    });

    private static void Returns<T>(T value) => Assert.Equal(Shown.Of(value), Shown.Of(JsonText.Read<T>(JsonText.Of(value))));
}
