using System.Collections.Concurrent;
using System.Text.Json;

namespace Load.Fuzz;

/// <summary>Words that mean something to the host, so that requests get past the first check: some known before, some learnt from its answers.</summary>
internal sealed class Words
{
    private const int MostLearnt = 500;
    private readonly ConcurrentQueue<string> ids = new();
    private readonly ConcurrentQueue<string> tokens = new();

    private static readonly string[] Workers = ["delay", "render", "combine", "http", "transfer", "archive", "nobody"];
    private static readonly string[] Durations = ["PT0S", "PT1S", "PT2S", "PT90S", "P1D", "P3650D", "00:00:30", "PT0.001S"];
    private static readonly string[] Instants = ["2020-01-01T00:00:00Z", "2031-02-03T04:05:06Z", "2027-03-28T02:30:00+02:00"];
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Nowhere/AtAll"];
    private static readonly string[] Crons = ["* * * * *", "0 0 1 1 *", "30 2 * * SUN", "*/7 * * * * *", "0 0 31 2 *", "0 0 L * *"];
    private static readonly string[] Names = ["a", "b", "nightly", "n-1", "n-2"];
    private static readonly string[] Wheres = ["http://127.0.0.1:9/nothing", "a.txt", "in/b.txt", "content://things/1"];

    /// <summary>A word for a field.</summary>
    public string For(string field, Random chance) => field switch
    {
        "id" or "after" or "chainId" => Id(chance),
        "token" or "leaseToken" => tokens.IsEmpty ? "none" : Pick(tokens.ToArray(), chance),
        "workers" => chance.Next(5) > 0 ? "render" : Pick(Workers, chance),
        "worker" or "name" => chance.Next(4) > 0 ? Workers[chance.Next(3)] : Pick(Workers, chance),
        "timeZone" => Pick(Zones, chance),
        "expression" => Pick(Crons, chance),
        "from" or "to" => Pick(["22:00", "06:00", "2030-01-01T00:00:00Z"], chance),
        "key" => Pick(["k0", "k1", "k2", "k3", "k4", "k5"], chance),
        "uri" or "url" => Pick(Wheres, chance),
        "wait" => Pick(["PT0S", "PT0.1S", "PT0.3S"], chance),
        "limit" => Pick(["1", "7", "1000"], chance),
        "state" => Pick(["blocked", "enqueued", "running", "succeeded", "failed", "cancelled"], chance),
        "for" => Pick(["PT0S", "PT0.05S", "PT1S"], chance),
        _ => Pick(Names, chance),
    };

    public static string Duration(Random chance) => Pick(Durations, chance);

    public static string Instant(Random chance) => Pick(Instants, chance);

    /// <summary>Takes ids and tokens out of an answer.</summary>
    public void Learn(byte[] body)
    {
        try
        {
            Learn(JsonElement.Parse(body));
        }
        catch (JsonException)
        {
            // A page, or a file.
        }
    }

    private string Id(Random chance) => ids.IsEmpty || chance.Next(5) == 0 ? Pick(Names, chance) : Pick(ids.ToArray(), chance);

    private void Learn(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement one in value.EnumerateArray().Take(20))
            {
                Learn(one);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in value.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String && property.Name is "id" or "chainId" or "leaseToken")
                {
                    Keep(property.Name == "leaseToken" ? tokens : ids, property.Value.GetString()!);
                }
                else if (property.Name is "work" or "leases" or "results")
                {
                    Learn(property.Value);
                }
            }
        }
    }

    private static void Keep(ConcurrentQueue<string> words, string word)
    {
        words.Enqueue(word);
        if (words.Count > MostLearnt)
        {
            words.TryDequeue(out _);
        }
    }

    private static string Pick(string[] words, Random chance) => words[chance.Next(words.Length)];
}
