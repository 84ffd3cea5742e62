using System.Text.Json.Nodes;
using System.Xml;
using Work.Simulation.Reference;
using Work.Simulation.World;

namespace Work.Simulation.Stories;

/// <summary>Makes works up, and the bodies that ask for them.</summary>
internal sealed class Drafts(Dice dice, int request)
{
    public static readonly string[] Scopes = ["default", "site"];
    public static readonly string[] Uris = ["content://a", "content://b"];

    /// <summary>Conditions that a work may need: the field of its constraints, and the report that makes it hold or not.</summary>
    public static readonly string[] Conditions = ["charging", "connected", "door"];

    private static readonly string[] Fleeting = ["retry", "throw", "hang", "deaf", "slow", "retry"];
    private static readonly string[] Last = ["ok", "ok", "ok", "ok", "fail", "slow", "talk", "slices", "call"];
    private int works;

    /// <summary>A one-time work.</summary>
    public PlannedWork Single(IReadOnlyList<string>? after = null, bool mayWait = true)
    {
        bool isExternal = dice.Chance(15);
        bool isExpedited = dice.Chance(8) && after is null;
        string[] script = isExternal ? ["lease"] : Script();
        bool needs = dice.Chance(14) && !isExpedited;
        bool isKeyed = dice.Chance(12);
        return new PlannedWork
        {
            Tag = NextTag(),
            Worker = isExternal ? "ext" : dice.Chance(70) ? "sim" : "other",
            Script = script,
            After = after ?? [],
            Delay = isExpedited || !mayWait ? TimeSpan.Zero : dice.Below(10) switch { 0 => TimeSpan.FromSeconds(10), 1 => TimeSpan.FromMinutes(5), 2 => TimeSpan.FromHours(2), _ => TimeSpan.Zero },
            Backoff = TimeSpan.FromSeconds(dice.Pick([1, 10, 60])),
            MaxAttempts = dice.Pick([10, 10, 10, 4]),
            ConcurrencyKey = isKeyed ? dice.Pick(["k1", "k2"]) : null,
            MaxConcurrency = isKeyed ? 1 : 0,
            Requires = needs ? [dice.Pick(Conditions)] : [],
            Scope = dice.Chance(60) ? Scopes[0] : Scopes[1],
            ContentUri = !needs && !isExpedited && dice.Chance(4) ? dice.Pick(Uris) : null,
            IsDroppable = isExpedited,
            IsKeptBriefly = dice.Chance(5),
            MayOverrun = isExternal || script.Any(does => does is "hang" or "deaf" or "call"),
        };
    }

    /// <summary>A periodic work; its script ends each period well or badly.</summary>
    public PlannedWork Periodic() => new()
    {
        Tag = NextTag(),
        Worker = dice.Chance(70) ? "sim" : "other",
        Script = dice.Chance(30) ? ["retry", "ok"] : [dice.Pick(["ok", "fail", "slow"])],
        Backoff = TimeSpan.FromSeconds(10),
        IsPeriodic = true,
        MayOverrun = true,
    };

    /// <summary>The request as JSON.</summary>
    public JsonObject Body(PlannedWork work, int revision = 0)
    {
        var body = new JsonObject
        {
            ["worker"] = work.Worker,
            ["tags"] = new JsonArray(work.Tag, $"r{request}", "story"),
            ["input"] = new JsonObject { ["script"] = new JsonArray([.. work.Script.Select(does => (JsonNode)does)]), ["revision"] = revision },
            ["backoff"] = new JsonObject { ["policy"] = dice.Chance(50) ? "linear" : "exponential", ["delay"] = XmlConvert.ToString(work.Backoff) },
            ["maxAttempts"] = work.MaxAttempts,
            ["keepResultsFor"] = work.IsKeptBriefly ? "PT1H" : "P90D",
            ["scope"] = work.Scope,
        };
        if (work.Id is { } id)
        {
            body["id"] = id;
        }

        if (work.Delay > TimeSpan.Zero)
        {
            body["initialDelay"] = XmlConvert.ToString(work.Delay);
        }

        if (work.ConcurrencyKey is { } key)
        {
            body["concurrencyKey"] = key;
            body["maxConcurrency"] = work.MaxConcurrency;
        }

        if (work.IsDroppable)
        {
            body["expedited"] = new JsonObject { ["outOfQuota"] = dice.Chance(50) ? "drop" : "runAsNonExpedited" };
        }
        else if (dice.Chance(10))
        {
            body["priority"] = dice.Between(-100, 100);
        }

        AddConstraints(body, work);
        AddTime(body, work);
        return body;
    }

    private static void AddConstraints(JsonObject body, PlannedWork work)
    {
        var constraints = new JsonObject();
        foreach (string condition in work.Requires)
        {
            constraints[condition switch { "connected" => "networkType", "door" => "conditions", _ => condition }] = condition switch { "connected" => "connected", "door" => new JsonArray("door"), _ => true };
        }

        if (work.ContentUri is { } uri)
        {
            constraints["contentTriggers"] = new JsonArray(new JsonObject { ["uri"] = uri, ["descendants"] = false });
        }

        if (constraints.Count > 0)
        {
            body["constraints"] = constraints;
        }
    }

    private void AddTime(JsonObject body, PlannedWork work)
    {
        if (work.IsPeriodic && dice.Chance(60))
        {
            body["period"] = new JsonObject { ["every"] = dice.Pick(["PT5M", "PT30M", "PT1H"]) };
        }
        else if (work.IsPeriodic)
        {
            body["cron"] = new JsonObject { ["expression"] = dice.Pick(["*/10 * * * *", "0 * * * *"]) };
        }
    }

    private string[] Script() => [.. Enumerable.Range(0, dice.Below(10) switch { < 6 => 0, < 8 => 1, 8 => 2, _ => 3 }).Select(_ => dice.Pick(Fleeting)), dice.Pick(Last)];

    private string NextTag() => $"r{request}.{works++}";
}
