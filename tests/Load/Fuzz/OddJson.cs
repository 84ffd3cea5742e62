using System.Globalization;
using System.Text;

namespace Load.Fuzz;

/// <summary>Values that readers of JSON stumble over: as they are written, quotes and all.</summary>
internal static class OddJson
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "[]", "{}", "\"\"", "[[]]", "[{}]", "{\"\":{}}", "[null]", "\" \"",
        "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
        "1e400", "-1e400", "1e-400", "1E+2147483648", "1.7976931348623157e308", "0.1e1", "1.0", "100.5", "1e2",
        "NaN", "Infinity", "-Infinity", "\"NaN\"", "undefined", "0x10", "01", "+1", ".5", "1.", "'a'",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\u001f\\u007f\\u0085\\u2028\\ufeff\"", "\"\\x\"", "\"\\u12\"", "\"\t\"",
        "\"../../etc/passwd\"", "\"..\"", "\".\"", "\"%00\"", "\"%2e%2e%2f\"", "\"a/b\"", "\"a\\\\b\"", "\"C:\\\\x\"", "\"a:b@c;d\"", "\"' OR 1=1 --\"", "\"<script>\"", "\"${x}%Name%\"",
        "\"PT\"", "\"P\"", "\"-PT1S\"", "\"PT1E9S\"", "\"P99999999999999999D\"", "\"PT0.00000001S\"", "\"P1Y2M\"", "\"PT1S \"", "\"24:00:00\"", "\"99999999.00:00:00\"", "\"-00:00:01\"", "\"P10675199DT2H48M5.4775808S\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"9999-12-31T23:59:59-14:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"2030-02-30T00:00:00Z\"", "\"2030-01-01T24:00:00Z\"", "\"2030-01-01T23:59:60Z\"", "\"2030-01-01\"", "\"-2030-01-01T00:00:00Z\"", "\"25:00\"", "\"6:0\"",
        "\"* * *\"", "\"*/0 * * * *\"", "\"60 * * * *\"", "\"1-0 * * * *\"", "\"1-99999999999 * * * *\"", "\"*/99999999999999 * * * *\"", "\"0 0 29 2 *\"", "\"0 0 31 4,6,9,11 *\"", "\"? ? ? ? ?\"", "\",,,, * * * *\"", "\"@daily\"",
        "\"e\\u0301\"", "\"\\u202e\\u200b\"", "\"\\ud83d\\udc69\\u200d\\ud83d\\udc69\"", "\"\\u0130\\u0131\\u00df\"", "\"Infinity\"", "\"1\"", "\"true\"", "\"null\"",
        "{\"a\":1,\"a\":2}", "{\"__proto__\":{}}", "{\"$type\":\"System.Object\"}", "{\"$ref\":\"#\"}", "[1,]", "{\"a\":1,}", "/**/1", "1 2",
    ];

    /// <summary>An odd value, short or sometimes long or deep.</summary>
    public static string Next(Random chance) => chance.Next(40) switch
    {
        0 => "\"" + new string('x', Length(chance)) + "\"",
        1 => Deep(chance, "[", "]"),
        2 => Deep(chance, "{\"a\":", "}"),
        3 => string.Create(CultureInfo.InvariantCulture, $"{new string('9', chance.Next(1, 400))}"),
        4 => "\"" + string.Concat(Enumerable.Repeat("\\u00e9", chance.Next(300))) + "\"",
        5 => "[" + string.Join(',', Enumerable.Repeat(Values[chance.Next(Values.Length)], chance.Next(200))) + "]",
        _ => Values[chance.Next(Values.Length)],
    };

    /// <summary>A length: mostly near a limit that somewhere holds.</summary>
    public static int Length(Random chance)
    {
        int[] limits = [1, 99, 100, 127, 128, 255, 256, 1024, 10_240, 65_536, 262_144];
        return limits[chance.Next(chance.Next(20) == 0 ? limits.Length : 8)] + chance.Next(-1, 2);
    }

    private static string Deep(Random chance, string open, string close)
    {
        int levels = chance.Next(3) switch { 0 => chance.Next(55, 70), 1 => 1_000, _ => 20_000 };
        var text = new StringBuilder();
        for (int i = 0; i < levels; i++)
        {
            text.Append(open);
        }

        text.Append('1');
        for (int i = 0; i < levels; i++)
        {
            text.Append(close);
        }

        return text.ToString();
    }
}
