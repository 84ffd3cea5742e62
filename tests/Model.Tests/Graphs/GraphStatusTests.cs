using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Work.Model;

namespace Model.Tests.Graphs;

public sealed class GraphStatusTests
{
    private const int Limit = 8_192;

    private static readonly string[] Nasty =
        ["", "a", "\0", "\"", "\\", "'", "<&>+`", "é", "\u2028", "😀", "\ud800", "\u007f", "\r\n\t", "   ", "System.IO.IOException", "https://x.test/a?b=c&d"];

    [Fact]
    public void Any_64_records_fit_into_a_custom_status_and_keep_what_a_stop_is_seen_by() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200),
            Prop.ForAll<int>(seed =>
            {
                var state = new GraphState { Works = [.. Records(new Random(seed), WorkIds.ShardSize)] };
                var status = GraphStatus.Of(state);
                Assert.InRange(JsonText.Of(status).Length, 0, Limit);
                Assert.Equal(Stops(state), Stops(status));
                Assert.True(status.Trimmed || JsonText.Of(status) == JsonText.Of(state));
            }));

    [Fact]
    public void Even_64_records_with_the_largest_numbers_fit()
    {
        var waiting = new WorkRecord
        {
            State = WorkState.Enqueued,
            RunAttemptCount = int.MaxValue,
            FailedAttempts = int.MaxValue,
            EnqueuedAt = DateTimeOffset.MaxValue,
            NextScheduleTime = DateTimeOffset.MaxValue,
            StartedAt = DateTimeOffset.MinValue,
            LastHeartbeatAt = DateTimeOffset.MaxValue,
            StopReason = StopReason.ForegroundServiceTimeout,
            InFlight = true,
        };
        Assert.InRange(Length(GraphStatus.Of(Of(waiting, 64))), 1, Limit);
        Assert.InRange(Length(GraphStatus.Of(Of(waiting with { Generation = int.MaxValue }, 64))), 1, Limit);
        Assert.InRange(Length(GraphStatus.Of(Of(waiting with { State = WorkState.Cancelled, FinishedAt = DateTimeOffset.MaxValue, Output = new Payload() }, 64))), 1, Limit);
    }

    [Theory]
    [InlineData("é")]
    [InlineData("\\\"")]
    [InlineData("\\\\\\\"")]
    [InlineData("'")]
    [InlineData("\u2028")]
    public void Text_that_the_writer_escapes_takes_more_than_in_the_callers_json_and_still_fits(string text)
    {
        var said = string.Concat(Enumerable.Repeat(text, 3_000));
        var status = GraphStatus.Of(Of(Given.Running() with { Progress = Given.Json($$"""{"said":"{{said}}"}""") }, 1));
        Assert.InRange(Length(status), 1, Limit);
        Assert.True(status.Trimmed);
    }

    [Fact]
    public void A_small_graph_is_shown_whole()
    {
        var state = Graph.Begin(Given.Plan(Given.Spec("a"), Given.Spec("b", "a")), Given.Now).Run(Given.Plan(Given.Spec("a"), Given.Spec("b", "a")), 0, RunEnd.AskedForRetry, Given.Now);
        var status = GraphStatus.Of(state with { Subscribers = [new Subscriber("i", [[0]])] });
        Assert.False(status.Trimmed);
        Assert.Equal(Shown.Of(state.Works), Shown.Of(status.Works));
        Assert.Null(status.Subscribers);
        Assert.Null(status.Elsewhere);
    }

    [Fact]
    public void A_large_plain_graph_is_shown_whole() =>
        Assert.False(GraphStatus.Of(Of(Given.Running() with { State = WorkState.Succeeded, InFlight = false, FinishedAt = Given.Now }, 64)).Trimmed);

    [Fact]
    public void The_past_goes_first_and_data_next()
    {
        var record = Given.Running() with { Progress = Given.Json("1"), Attempts = [.. Enumerable.Repeat(new Attempt { Error = Given.Bad }, 100)] };
        var withoutPast = GraphStatus.Of(Of(record, 3));
        Assert.All(withoutPast.Works, work => Assert.Equal((null, "1"), (work.Attempts, work.Progress?.GetRawText())));
        var withoutData = GraphStatus.Of(Of(record with { Progress = Given.Json($"\"{new string('x', 4_000)}\"") }, 3));
        Assert.All(withoutData.Works, work => Assert.Equal((null, null), (work.Attempts, work.Progress)));
        Assert.True(withoutPast.Trimmed && withoutData.Trimmed);
    }

    [Fact]
    public void That_there_is_an_output_is_shown_even_when_it_is_cut()
    {
        var status = GraphStatus.Of(Of(Given.Ended(WorkState.Succeeded) with { Output = new Payload { Inline = Given.Json($"\"{new string('x', 9_000)}\"") } }, 1));
        Assert.Equal(new Payload(), status.Works[0].Output);
    }

    [Fact]
    public void The_ledger_gives_back_what_was_cut_of_the_same_run_and_the_past_of_any()
    {
        var page = Of(Given.Running() with { Error = Given.Bad, Progress = Given.Json("1"), Attempts = [new Attempt { Number = 1 }] }, 1);
        var same = GraphStatus.WithDetails(Of(Given.Running() with { Progress = Given.Json("2"), LastHeartbeatAt = Given.Now }, 1), page).Works[0];
        Assert.Equal((Given.Bad, "2", Given.Now, 1), (same.Error, same.Progress?.GetRawText(), same.LastHeartbeatAt, same.Attempts?.Count));
        var newer = GraphStatus.WithDetails(Of(Given.Running(2), 1), page).Works[0];
        Assert.Equal((2, null, 1), (newer.RunAttemptCount, newer.Error, newer.Attempts?.Count));
    }

    [Fact]
    public void A_ledger_that_is_shorter_than_the_status_leaves_the_rest_as_it_is() =>
        Assert.Equal(2, GraphStatus.WithDetails(Of(Given.Running(), 2), new GraphState()).Works.Length);

    private static GraphState Of(WorkRecord record, int count) => new() { Works = [.. Enumerable.Repeat(record, count)] };

    private static int Length(GraphState state) => JsonText.Of(state).Length;

    private static IEnumerable<(WorkState State, int Attempt, StopReason Reason, int Generation)> Stops(GraphState state) =>
        state.Works.Select(work => (work.State, work.RunAttemptCount, work.StopReason, work.Generation));

    // The seed decides, too, how much of everything there is, so that all three levels of detail come up.
    private static List<WorkRecord> Records(Random random, int count)
    {
        int detail = random.Next(0, 5);
        return Enumerable.Range(0, random.Next(1, count + 1)).Select(_ => Record(random, detail)).ToList();
    }

    private static WorkRecord Record(Random random, int detail) => random.Next(4) == 0 ? new WorkRecord() : new WorkRecord
    {
        State = (WorkState)random.Next(6),
        RunAttemptCount = random.Next(detail == 4 ? int.MaxValue : 20),
        FailedAttempts = random.Next(detail == 4 ? int.MaxValue : 20),
        EnqueuedAt = Instant(random),
        NextScheduleTime = Instant(random),
        StartedAt = Instant(random),
        FinishedAt = Instant(random),
        LastHeartbeatAt = Instant(random),
        StopReason = (StopReason)random.Next(20),
        Generation = random.Next(2) == 0 ? 0 : random.Next(detail == 4 ? int.MaxValue : 20),
        InFlight = random.Next(2) == 0,
        Error = detail > 0 ? Error(random, detail) : null,
        Output = detail > 1 && random.Next(2) == 0 ? new Payload { Inline = Given.Json(JsonText.Of(Text(random, detail * 20))), Reference = Text(random, 3) } : null,
        Progress = detail > 1 && random.Next(2) == 0 ? Given.Json($$"""{"k":"{{Raw(random, detail * 20)}}"}""") : null,
        Attempts = detail > 0 && random.Next(2) == 0
            ? [.. Enumerable.Range(0, random.Next(detail * 25)).Select(i => new Attempt { Number = random.Next(), StartedAt = Given.Now, EndedAt = Given.Now, Result = (AttemptResult)random.Next(4), Error = Error(random, detail) })]
            : null,
    };

    private static WorkError? Error(Random random, int detail) => random.Next(2) == 0 ? null : new WorkError(Text(random, 4), Text(random, detail * 10));

    private static DateTimeOffset? Instant(Random random) => random.Next(3) == 0 ? null : Given.Now.AddMilliseconds(random.Next());

    private static string Text(Random random, int parts) =>
        Enumerable.Range(0, random.Next(parts)).Aggregate(new StringBuilder(), (text, _) => text.Append(Nasty[random.Next(Nasty.Length)])).ToString();

    // As a caller may write it: characters that need no escape in JSON, and escapes in their shortest form.
    private static string Raw(Random random, int parts) =>
        Enumerable.Range(0, random.Next(parts)).Aggregate(new StringBuilder(), (text, _) => text.Append(random.Next(6) switch { 0 => "é", 1 => "\\\"", 2 => "\\\\", 3 => "\\n", 4 => "'<&", _ => "\\/" })).ToString();
}
