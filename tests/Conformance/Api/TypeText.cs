using System.Reflection;

namespace Conformance.Api;

/// <summary>How types are written: in full, keywords for the built-in ones, arguments with the type that declares them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
    };

    /// <summary>A declaration's name, its own parameters as arguments.</summary>
    public static string Name(Type type) => Compose(type, type.GetGenericArguments(), parameter => parameter.Name);

    /// <summary>A declaration's name with the variance of its parameters.</summary>
    public static string DeclaredName(Type type) => Compose(type, type.GetGenericArguments(), parameter => VarianceOf(parameter) + parameter.Name);

    /// <summary>A use of a type, with question marks where the marks say so; without marks none but those of Nullable.</summary>
    public static string Use(Type type, NullableMarks? marks = null)
    {
        if (type.IsByRef)
        {
            return Use(type.GetElementType()!, marks);
        }

        if (type.IsPointer)
        {
            return Use(type.GetElementType()!, marks) + "*";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Use(value, marks) + "?";
        }

        // The mark of a type comes before those of its parts. A plain value type has none, a generic one has an empty one.
        bool marked = !type.IsValueType || type.IsGenericParameter;
        byte mark = marked || type.IsGenericType ? marks?.Take() ?? 0 : (byte)0;
        string suffix = marked && mark == 2 ? "?" : "";
        if (type.IsArray)
        {
            return $"{Use(type.GetElementType()!, marks)}[{new string(',', type.GetArrayRank() - 1)}]{suffix}";
        }

        string text = type.IsGenericParameter ? type.Name
            : Keywords.GetValueOrDefault(type) ?? Compose(type, type.GetGenericArguments(), argument => Use(argument, marks));
        return text + suffix;
    }

    /// <summary>Type parameters in angle brackets; nothing for none.</summary>
    public static string Arguments(IEnumerable<Type> parameters)
        => parameters.ToArray() is { Length: > 0 } some ? $"<{string.Join(", ", some.Select(parameter => parameter.Name))}>" : "";

    /// <summary>The parameters a nested type adds to those of the types around it.</summary>
    public static Type[] OwnParameters(Type type) => [.. type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0)];

    private static string Compose(Type type, Type[] arguments, Func<Type, string> write)
    {
        int outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string before = type.DeclaringType is { } around ? Compose(around, arguments[..outer], write) + "."
            : string.IsNullOrEmpty(type.Namespace) ? "" : type.Namespace + ".";
        string own = arguments.Length > outer ? $"<{string.Join(", ", arguments[outer..].Select(write))}>" : "";
        return before + type.Name.Split('`')[0] + own;
    }

    private static string VarianceOf(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out ",
        GenericParameterAttributes.Contravariant => "in ",
        _ => "",
    };
}
