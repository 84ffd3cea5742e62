using System.Globalization;

namespace Conformance.Api;

/// <summary>How constants are written: as C# has them, those of an enum by the names of their members.</summary>
internal static class ConstantText
{
    public static string Of(object? value, Type type)
    {
        Type plain = type.IsByRef ? type.GetElementType()! : type;
        if (value is null)
        {
            bool hasNull = !plain.IsGenericParameter && (!plain.IsValueType || Nullable.GetUnderlyingType(plain) is not null);
            return hasNull ? "null" : "default";
        }

        plain = Nullable.GetUnderlyingType(plain) ?? plain;
        return plain.IsEnum ? OfEnum(value, plain) : value switch
        {
            bool truth => truth ? "true" : "false",
            string text => $"\"{string.Concat(text.Select(c => Escape(c, '"')))}\"",
            char c => $"'{Escape(c, '\'')}'",
            float or double => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private static string OfEnum(object value, Type type)
    {
        string name = TypeText.Name(type);
        Dictionary<long, string> members = [];
        foreach (string member in Enum.GetNames(type).Order(StringComparer.Ordinal))
        {
            members.TryAdd(Bits(Enum.Parse(type, member)), $"{name}.{member}");
        }

        long left = Bits(value);
        if (members.TryGetValue(left, out string? exact))
        {
            return exact;
        }

        // Largest first, so that a member that stands for several flags wins over them.
        List<string> parts = [];
        foreach ((long bits, string member) in members.Where(m => m.Key > 0).OrderByDescending(m => m.Key))
        {
            if ((left & bits) == bits)
            {
                parts.Insert(0, member);
                left &= ~bits;
            }
        }

        return left == 0 && parts.Count > 0
            ? string.Join(" | ", parts)
            : $"({name}){Convert.ToString(value, CultureInfo.InvariantCulture)}";
    }

    private static long Bits(object value) => value is ulong wide
        ? unchecked((long)wide)
        : Convert.ToInt64(value is Enum ? Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), CultureInfo.InvariantCulture) : value, CultureInfo.InvariantCulture);

    private static string Escape(char c, char quote) => c switch
    {
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when c == quote => "\\" + c,
        _ when char.IsControl(c) => $"\\u{(int)c:x4}",
        _ => c.ToString(),
    };
}
