using System.Globalization;
using System.Reflection;

namespace Conformance.Api;

/// <summary>
/// The public API of types as text, a line for each type, member and attribute, every line complete in itself: the format of the lists
/// under <c>../shared/api</c>, so that lines compare as strings.
/// </summary>
internal static class ApiLines
{
    public static IReadOnlyList<string> Of(IEnumerable<Type> types)
        => [.. types.Where(Visibility.IsSeen).OrderBy(TypeText.Name, StringComparer.Ordinal).SelectMany(Of)];

    private static IEnumerable<string> Of(Type type)
    {
        yield return TypeLine.Of(type);
        foreach (string attribute in AttributeText.Lines(type, TypeText.Name(type)))
        {
            yield return attribute;
        }

        if (TypeLine.IsDelegate(type))
        {
            yield break;
        }

        foreach ((MemberInfo member, string line) in Members(type).Select(m => (m, MemberLine.Of(m)))
            .OrderBy(m => Rank(m.m)).ThenBy(m => SortName(m.m), StringComparer.Ordinal).ThenBy(m => m.Item2, StringComparer.Ordinal))
        {
            yield return line;
            foreach (string attribute in AttributeText.Lines(member, MemberLine.Target(member)))
            {
                yield return attribute;
            }
        }
    }

    private static IEnumerable<MemberInfo> Members(Type type) => type.GetMembers(Visibility.Declared).Where(member => member switch
    {
        _ when member.Name.StartsWith('<') => false,
        FieldInfo field => Visibility.IsSeen(field) && !field.IsSpecialName,
        PropertyInfo property => Visibility.SeenAccessors(property).Length > 0,
        EventInfo handler => Visibility.IsSeen(handler.AddMethod!),
        ConstructorInfo constructor => Visibility.IsSeen(constructor),
        MethodInfo method => Visibility.IsSeen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        _ => false,
    });

    private static int Rank(MemberInfo member) => member switch
    {
        FieldInfo => 0,
        ConstructorInfo => 1,
        PropertyInfo => 2,
        EventInfo => 3,
        _ => 4,
    };

    // Members of an enum in the order of their values, all others by name.
    private static string SortName(MemberInfo member) => member is FieldInfo { IsLiteral: true, DeclaringType.IsEnum: true } value
        ? (Convert.ToDecimal(value.GetRawConstantValue(), CultureInfo.InvariantCulture) + long.MaxValue + 1m)
            .ToString("00000000000000000000", CultureInfo.InvariantCulture) + member.Name
        : member.Name;
}
