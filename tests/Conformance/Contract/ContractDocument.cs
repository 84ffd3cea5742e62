using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Work.Functions.Http;

namespace Conformance.Contract;

/// <summary>The served contract, and what of it can be compared with code.</summary>
internal static class ContractDocument
{
    public static JsonElement Root { get; } = JsonElement.Parse(StaticPage.OpenApi.Content.Span);

    public static JsonElement Schema(string name) => Root.GetProperty("components").GetProperty("schemas").GetProperty(name);

    /// <summary>The names of a schema's properties, in ordinal order.</summary>
    public static IReadOnlyList<string> Properties(string schema) => Sorted(Schema(schema).GetProperty("properties").EnumerateObject().Select(property => property.Name));

    public static IReadOnlyList<string> Required(string schema) => Sorted(Texts(Schema(schema).GetProperty("required")));

    public static IReadOnlyList<string> Choices(JsonElement schema) => Texts(schema.GetProperty("enum"));

    /// <summary>The operations: method and path.</summary>
    public static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations() =>
        from path in Root.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Value.ValueKind == JsonValueKind.Object
        select (operation.Name.ToUpperInvariant(), path.Name, operation.Value);

    /// <summary>The names under which a type's properties are written, in ordinal order.</summary>
    public static IReadOnlyList<string> Written(Type type) => Sorted(Members(type).Select(NameOf));

    /// <summary>Those of them that are always there.</summary>
    public static IReadOnlyList<string> AlwaysWritten(Type type) => Sorted(Members(type).Where(member => !MayBeNull(member)).Select(NameOf));

    /// <summary>The values of an enum as they are written.</summary>
    public static IReadOnlyList<string> Values<T>()
        where T : struct, Enum
        => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(member => member.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always });

    private static bool MayBeNull(PropertyInfo member) => new NullabilityInfoContext().Create(member).ReadState == NullabilityState.Nullable;

    private static string NameOf(PropertyInfo member) => JsonNamingPolicy.CamelCase.ConvertName(member.Name);

    private static IReadOnlyList<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];

    private static IReadOnlyList<string> Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
