using System.Globalization;

namespace Work.Model;

/// <summary>One field of a cron expression: its name, its range, its words, and how its text becomes a set of numbers.</summary>
internal sealed class CronField
{
    private const int Sunday = 7;

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly string name;
    private readonly int least;
    private readonly int most;
    private readonly string[] words;
    private readonly bool isDay;

    private CronField(string name, int least, int most, string[] words, bool isDay) =>
        (this.name, this.least, this.most, this.words, this.isDay) = (name, least, most, words, isDay);

    /// <summary>All six, in the order of a full expression.</summary>
    public static IReadOnlyList<CronField> All { get; } =
    [
        new("second", 0, 59, [], isDay: false),
        new("minute", 0, 59, [], isDay: false),
        new("hour", 0, 23, [], isDay: false),
        new("day of month", 1, 31, [], isDay: true),
        new("month", 1, 12, Months, isDay: false),
        new("day of week", 0, 6, Days, isDay: true),
    ];

    // Sunday is 0 and also 7, so that Friday to Sunday is a range that counts up.
    private int MostWritten => words == Days ? Sunday : most;

    /// <summary>The numbers that the text stands for, one bit each. What is wrong goes to the faults, under the field's name.</summary>
    public ulong Parse(string text, List<string> faults)
    {
        ulong set = 0;
        foreach (var item in text.Split(','))
        {
            if (item.StartsWith('?') && (!isDay || text.Length > 1))
            {
                Fault(faults, isDay ? "'?' must stand alone" : "'?' is for the two day fields only");
            }
            else if (TryItem(item, faults) is { } numbers)
            {
                set |= numbers;
            }
        }

        return words == Days && (set & (1UL << Sunday)) != 0 ? (set | 1) & ~(1UL << Sunday) : set;
    }

    private ulong? TryItem(string item, List<string> faults)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? item : item[..slash];
        var step = 1;
        var span = most - least + 1;
        if (slash >= 0 && (Number(item[(slash + 1)..]) is not { } asked || asked < 1 || asked > span))
        {
            return Fault(faults, $"the step of '{JsonText.Quoted(item)}' must be 1 to {span}");
        }
        else if (slash >= 0)
        {
            step = Number(item[(slash + 1)..])!.Value;
        }

        if (TryRange(range, slash >= 0, faults) is not var (from, to))
        {
            return null;
        }

        ulong set = 0;
        for (var number = from; number <= to; number += step)
        {
            set |= 1UL << number;
        }

        return set;
    }

    private (int From, int To)? TryRange(string range, bool hasStep, List<string> faults)
    {
        if (range is "*" or "?")
        {
            return (least, most);
        }

        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var first = dash < 0 ? range : range[..dash];
        if (Value(first, faults) is not { } from || Value(dash < 0 ? first : range[(dash + 1)..], faults) is not { } to)
        {
            return null;
        }

        if (dash < 0)
        {
            return (from, hasStep ? Math.Max(from, most) : from);
        }

        if (words == Days)
        {
            from = from == Sunday && to < Sunday ? 0 : from;
            to = to == 0 && from > 0 ? Sunday : to;
        }

        if (from > to)
        {
            Fault(faults, $"the range '{JsonText.Quoted(range)}' runs backwards; write it as two");
            return null;
        }

        return (from, to);
    }

    private int? Value(string text, List<string> faults)
    {
        var word = Array.FindIndex(words, word => word.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (word >= 0)
        {
            return word + least;
        }

        if (Number(text) is { } number && number >= least && number <= MostWritten)
        {
            return number;
        }

        var named = words.Length == 0 ? string.Empty : $" or {words[0]} to {words[^1]}";
        Fault(faults, $"must be {least} to {MostWritten}{named}, not '{JsonText.Quoted(text)}'");
        return null;
    }

    private ulong? Fault(List<string> faults, string message)
    {
        faults.Add($"{name}: {message}");
        return null;
    }

    private static int? Number(string text) =>
        text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
