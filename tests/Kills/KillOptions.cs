using System.Globalization;

namespace Kills;

/// <summary>How a run of kills goes.</summary>
public sealed record KillOptions
{
    private const string Usage = "dotnet run -c Release --project tests/Kills -- [--kills 200] [--seed 1] [--clients 8] [--keep]";

    /// <summary>How often the process is killed.</summary>
    public int Kills { get; init; } = 200;

    /// <summary>Decides what is asked for and when the process dies. The process has its own pace, so the same seed does not meet the same moments.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many clients ask at once.</summary>
    public int Clients { get; init; } = 8;

    /// <summary>Whether the data directory stays after a run without faults; after one with faults it always stays.</summary>
    public bool Keep { get; init; }

    internal static KillOptions? Parse(string[] args, out string? fault)
    {
        var options = new KillOptions();
        fault = null;
        for (int i = 0; i < args.Length; i++)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            switch (args[i])
            {
                case "--keep":
                    options = options with { Keep = true };
                    continue;
                case "--kills" when isNumber:
                    options = options with { Kills = number };
                    break;
                case "--seed" when isNumber:
                    options = options with { Seed = number };
                    break;
                case "--clients" when isNumber && number > 0:
                    options = options with { Clients = number };
                    break;
                default:
                    fault = $"What does '{args[i]}' mean? Usage: {Usage}";
                    return null;
            }

            i++;
        }

        return options;
    }
}
