using System.Reflection;

namespace Conformance.Api;

/// <summary>The lines of the attributes that are part of the contract.</summary>
internal static class AttributeText
{
    public const string Compiler = "System.Runtime.CompilerServices.";

    // Left out: what the other lines say already, flow analysis, debugging and tooling.
    private static readonly string[] LeftOut =
    [
        Compiler,
        "Microsoft.CodeAnalysis.",
        "System.CodeDom.Compiler.",
        "System.Diagnostics.",
        "System.NonSerializedAttribute",
        "System.ParamArrayAttribute",
        "System.Reflection.DefaultMemberAttribute",
        "System.Runtime.InteropServices.",
        "System.SerializableAttribute",
    ];

    public static bool Has(MemberInfo member, string attribute) => Has(member.GetCustomAttributesData(), attribute);

    public static bool Has(IEnumerable<CustomAttributeData> attributes, string name) => attributes.Any(a => a.AttributeType.FullName == name);

    public static IEnumerable<string> Lines(MemberInfo member, string target)
    {
        IList<CustomAttributeData> all = member.GetCustomAttributesData();

        // On what older compilers must not touch, the compiler puts an Obsolete of its own.
        bool isGuarded = Has(all, Compiler + "CompilerFeatureRequiredAttribute");
        return all.Where(a => IsPartOfContract(a.AttributeType) && !(isGuarded && a.AttributeType == typeof(ObsoleteAttribute)))
            .Select(a => $"[{Of(a)}] {target}").Order(StringComparer.Ordinal);
    }

    public static string Of(CustomAttributeData attribute)
    {
        SortedDictionary<string, string> named = new(StringComparer.Ordinal);
        if (attribute.AttributeType == typeof(AttributeUsageAttribute))
        {
            named["AllowMultiple"] = "false";
            named["Inherited"] = "true";
        }

        foreach (CustomAttributeNamedArgument argument in attribute.NamedArguments)
        {
            named[argument.MemberName] = Value(argument.TypedValue);
        }

        string[] arguments = [.. attribute.ConstructorArguments.Select(Value), .. named.Select(pair => $"{pair.Key} = {pair.Value}")];
        return TypeText.Use(attribute.AttributeType) + (arguments.Length == 0 ? "" : $"({string.Join(", ", arguments)})");
    }

    private static bool IsPartOfContract(Type attribute)
        => Visibility.IsSeen(attribute.IsGenericType ? attribute.GetGenericTypeDefinition() : attribute)
            && !LeftOut.Any(prefix => attribute.FullName!.StartsWith(prefix, StringComparison.Ordinal));

    private static string Value(CustomAttributeTypedArgument argument) => argument.Value switch
    {
        Type type => $"typeof({TypeText.Use(type)})",
        IReadOnlyCollection<CustomAttributeTypedArgument> items => $"[{string.Join(", ", items.Select(Value))}]",
        null => "null",
        { } value => ConstantText.Of(value, argument.ArgumentType),
    };
}
