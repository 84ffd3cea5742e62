using System.Reflection;

namespace Conformance.Api;

/// <summary>What code of another assembly can see.</summary>
internal static class Visibility
{
    public const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public static bool IsSeen(Type type)
    {
        if (!type.IsNested)
        {
            return type.IsPublic;
        }

        bool inherited = (type.IsNestedFamily || type.IsNestedFamORAssem) && !type.DeclaringType!.IsSealed;
        return IsSeen(type.DeclaringType!) && (type.IsNestedPublic || inherited);
    }

    public static bool IsSeen(MethodBase method) => IsSeen(AccessOf(method), method.DeclaringType!);

    public static bool IsSeen(FieldInfo field) => IsSeen(field.Attributes & FieldAttributes.FieldAccessMask, field.DeclaringType!);

    public static MethodInfo[] SeenAccessors(PropertyInfo property)
        => [.. new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(IsSeen)];

    public static string Word(Type type) => type.IsNestedFamORAssem ? "protected internal" : type.IsNestedFamily ? "protected" : "public";

    public static string Word(MethodBase method) => Word(AccessOf(method));

    public static string Word(FieldInfo field) => Word(field.Attributes & FieldAttributes.FieldAccessMask);

    // Fields and methods encode access with the same bits, so one set of words serves both.
    private static FieldAttributes AccessOf(MethodBase method) => (FieldAttributes)(method.Attributes & MethodAttributes.MemberAccessMask);

    private static bool IsSeen(FieldAttributes access, Type owner) => access switch
    {
        FieldAttributes.Public => true,
        FieldAttributes.Family or FieldAttributes.FamORAssem => !owner.IsSealed,
        _ => false,
    };

    private static string Word(FieldAttributes access) => access switch
    {
        FieldAttributes.Public => "public",
        FieldAttributes.FamORAssem => "protected internal",
        FieldAttributes.Family => "protected",
        _ => "private",
    };
}
