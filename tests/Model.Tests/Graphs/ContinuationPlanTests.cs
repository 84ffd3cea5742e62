using Work.Model;

namespace Model.Tests.Graphs;

public sealed class ContinuationPlanTests
{
    private static readonly string Chain = WorkIds.NewGraphId(Given.Now, [1, 2, 3, 4, 5, 6, 7, 8]);

    [Fact]
    public void A_single_work_has_the_id_of_its_chain_and_of_its_instance()
    {
        var plan = Plan(Request());
        Assert.Equal((Chain, Chain, 1), (plan.Instance, plan.Input.ChainId, plan.Input.Shards));
        Assert.Equal([Chain], plan.Ids);
        Assert.Equal(Chain, plan.Input.Works[0].Id);
        Assert.Null(plan.StartAt);
        Assert.Empty(plan.Aliases);
        Assert.False(plan.IsStoredApart);
    }

    [Fact]
    public void A_chosen_id_of_a_single_work_is_the_instance_and_needs_no_alias()
    {
        var plan = Plan(Request() with { Id = "mine" });
        Assert.Equal(("c:mine", "mine", "mine"), (plan.Instance, plan.Input.ChainId, plan.Ids[0]));
        Assert.Empty(plan.Aliases);
    }

    [Fact]
    public void The_ids_of_a_chain_name_their_places_and_keys_become_ids()
    {
        var plan = Plan(Request(), Request(0), Request(0, 1));
        Assert.Equal([$"{Chain}.0", $"{Chain}.1", $"{Chain}.2"], plan.Ids);
        Assert.Equal(plan.Ids, plan.Input.Works.Select(work => work.Id));
        Assert.Equal([$"{Chain}.0", $"{Chain}.1"], plan.Input.Works[2].After);
        Assert.All(plan.Ids, (id, i) => Assert.Equal(new NodeAddress(Chain, Chain, i), WorkIds.Locate(id)));
    }

    [Fact]
    public void A_chosen_id_inside_a_chain_has_an_alias_to_its_place()
    {
        var plan = Plan(Request(), Request(0) with { Id = "mine" }, Request(1));
        Assert.Equal([$"{Chain}.0", "mine", $"{Chain}.2"], plan.Ids);
        Assert.Equal(["mine"], plan.Input.Works[2].After);
        Assert.Equal([new Prerequisite("mine", Chain, 1)], plan.Aliases);
        Assert.Empty(plan.Input.Prerequisites);
    }

    [Fact]
    public void A_large_continuation_is_put_in_order_before_it_is_split_and_the_ids_stay_in_the_order_of_the_request()
    {
        // The first waits for all others, so it comes last.
        var plan = Plan([Request([.. Enumerable.Range(1, 129)]), .. Enumerable.Range(1, 129).Select(i => Request())]);
        Assert.Equal(3, plan.Input.Shards);
        Assert.Equal($"{Chain}.2.1", plan.Ids[0]);
        Assert.Equal($"{Chain}.0.0", plan.Ids[1]);
        Assert.Equal($"{Chain}.2.0", plan.Ids[129]);
        Assert.Equal([.. plan.Ids.Skip(1), plan.Ids[0]], plan.Input.Works.Select(work => work.Id));
        Assert.Equal(plan.Ids.Skip(1), plan.Input.Works[^1].After);
    }

    [Fact]
    public void Every_work_of_a_large_continuation_comes_after_its_prerequisites_and_lives_where_its_id_says()
    {
        // A chain written backwards: each work waits for the next of the request.
        var plan = Plan([.. Enumerable.Range(0, 200).Select(i => i < 199 ? Request(i + 1) : Request())]);
        var positions = plan.Input.Works.Select((work, i) => (work.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        Assert.All(plan.Input.Works, work => Assert.All(work.After, id => Assert.True(positions[id] < positions[work.Id])));
        Assert.All(positions, pair => Assert.Equal(
            new NodeAddress(Chain, WorkIds.ShardInstance(Chain, pair.Value / 64), pair.Value % 64), WorkIds.Locate(pair.Key)));
        Assert.Equal(0, positions[plan.Ids[199]]);
    }

    [Fact]
    public void In_a_large_continuation_every_shard_knows_where_chosen_ids_live()
    {
        var plan = Plan([.. Enumerable.Range(0, 65).Select(i => i == 3 ? Request() with { Id = "mine" } : i == 64 ? Request(3) : Request())]);
        Assert.Equal([new Prerequisite("mine", $"{Chain}:0", 3)], plan.Aliases);
        Assert.Contains(plan.Aliases[0], plan.Input.Prerequisites);
        Assert.Equal(plan.Aliases, plan.Input.Locate(["mine"]));
    }

    [Fact]
    public void Stored_prerequisites_and_what_is_known_of_them_travel_along()
    {
        Prerequisite[] stored = [new("old", "c:old", 0)];
        KeyValuePair<string, WorkState>[] known = [KeyValuePair.Create("old", WorkState.Succeeded)];
        var plan = Continuation.Plan(Of(Request() with { After = [new AfterEntry("old", null)] }), Chain, Given.Now, stored, known, new WorkLimits());
        Assert.Equal((stored, known), (plan.Input.Prerequisites, plan.Input.Known));
        Assert.Equal(["old"], plan.Input.Works[0].After);
        Assert.Null(plan.StartAt);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(143, 143)]
    [InlineData(144, 144)]
    [InlineData(145, 144)]
    [InlineData(24 * 3650, 144)]
    public void A_work_that_only_waits_for_its_delay_has_a_scheduled_start_of_6_days_at_most(int hours, int? startsAfter) =>
        Assert.Equal(startsAfter is { } h ? Given.Now.AddHours(h) : null, Plan(Request() with { InitialDelay = TimeSpan.FromHours(hours) }).StartAt);

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(2, 2)]
    [InlineData(7, 6)]
    public void So_has_a_work_that_waits_for_an_instant(int days, int? startsAfter) =>
        Assert.Equal(startsAfter is { } d ? Given.Now.AddDays(d) : null, Plan(Request() with { RunAt = Given.Now.AddDays(days) }).StartAt);

    [Fact]
    public void Works_of_a_chain_and_works_after_stored_ones_start_at_once_and_wait_inside()
    {
        var delayed = Request() with { InitialDelay = TimeSpan.FromHours(1) };
        Assert.Null(Plan(delayed, delayed).StartAt);
        Assert.Null(Plan(delayed with { After = [new AfterEntry("old", null)] }).StartAt);
    }

    [Fact]
    public void Large_continuations_and_large_inputs_are_stored_apart_under_a_name_of_their_own()
    {
        var plan = Plan([.. Enumerable.Range(0, 65).Select(_ => Request())]);
        Assert.True(plan.IsStoredApart);
        Assert.Equal($"works/{Chain}.json", plan.Document);
        Assert.True(Plan(Request() with { Input = Given.Json($$"""{"k":"{{new string('x', 60_000)}}"}""") }).IsStoredApart);
        Assert.False(Plan([.. Enumerable.Range(0, 64).Select(_ => Request())]).IsStoredApart);
        Assert.Equal($"works/{Chain}.json", Plan(Request() with { Id = "mine" }).Document);
    }

    [Fact]
    public void What_is_not_stored_apart_fits_into_a_message()
    {
        string[] tags = [.. Enumerable.Range(0, 50).Select(i => new string('é', 125) + i)];
        WorkRequest[][] requests =
        [
            [Request() with { Tags = tags }],
            [.. Enumerable.Range(0, 64).Select(_ => Request())],
            [.. Enumerable.Range(0, 64).Select(i => Request([.. Enumerable.Range(0, i)]))],
            [.. Enumerable.Range(0, 64).Select(i => Request() with { Id = new string('i', 98) + i })],
            [.. Enumerable.Range(0, 5).Select(_ => Request() with { Tags = tags })],
            [Request() with { Input = Given.Json($$"""{"k":"{{new string('é', 30_000)}}"}""") }],
        ];
        Assert.All(requests, works =>
        {
            var plan = Plan(works);
            Assert.True(plan.IsStoredApart || JsonText.Of(plan.Input).Length <= Continuation.MaxInlineCharacters, $"{JsonText.Of(plan.Input).Length} characters are sent");
        });
    }

    [Theory]
    [InlineData(20_000, false)]
    [InlineData(24_500, true)]
    [InlineData(40_000, true)]
    public void The_input_of_a_single_work_can_be_read_before_its_start(int characters, bool isStoredApart)
    {
        var plan = Plan(Request() with { Input = Given.Json($$"""{"k":"{{new string('x', characters)}}"}"""), Tags = [.. Enumerable.Range(0, 9).Select(i => new string('t', 100) + i)] });
        Assert.Equal(isStoredApart, plan.IsStoredApart);
        Assert.True(isStoredApart || JsonText.Of(plan.Input).Length < 30_000);
    }

    private static Continuation Plan(params WorkRequest[] works) => Continuation.Plan(Of(works), Chain, Given.Now, [], [], new WorkLimits());

    private static EnqueueRequest Of(params WorkRequest[] works) => new() { Works = works, IsContinuation = works.Length > 1 };

    private static WorkRequest Request(params int[] after) => new()
    {
        Worker = "scripted",
        Backoff = new Backoff(BackoffPolicy.Exponential, TimeSpan.FromSeconds(30)),
        After = [.. after.Select(i => new AfterEntry($"k{i}", i))],
    };
}
