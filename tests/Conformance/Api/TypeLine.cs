using System.Reflection;
using System.Text;

namespace Conformance.Api;

/// <summary>The line that declares a type.</summary>
internal static class TypeLine
{
    public static string Of(Type type)
    {
        string constraints = Constraints(TypeText.OwnParameters(type));
        if (IsDelegate(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"{Visibility.Word(type)} delegate {MemberLine.Return(invoke)} {TypeText.DeclaredName(type)}"
                + $"({MemberLine.Parameters(invoke)}){constraints}";
        }

        string bases = string.Join(", ", Bases(type));
        return $"{Visibility.Word(type)} {Kind(type)} {TypeText.DeclaredName(type)}{(bases.Length == 0 ? "" : " : ")}{bases}{constraints}";
    }

    public static bool IsDelegate(Type type) => type.BaseType == typeof(MulticastDelegate);

    public static string Constraints(IEnumerable<Type> parameters)
    {
        var text = new StringBuilder();
        foreach (Type parameter in parameters)
        {
            string list = string.Join(", ", ConstraintsOf(parameter));
            text.Append(list.Length == 0 ? "" : $" where {parameter.Name} : {list}");
        }

        return text.ToString();
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum || type.IsInterface)
        {
            return type.IsEnum ? "enum" : "interface";
        }

        if (type.IsValueType)
        {
            bool isRecord = type.GetMethod("PrintMembers", Visibility.Declared) is not null;
            return (AttributeText.Has(type, AttributeText.Compiler + "IsReadOnlyAttribute") ? "readonly " : "")
                + (type.IsByRefLike ? "ref struct" : isRecord ? "record struct" : "struct");
        }

        string modifier = (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => "",
        };
        return modifier + (type.GetMethod("<Clone>$", Visibility.Declared) is null ? "class" : "record");
    }

    // The base class, then the interfaces that neither it nor another interface brings along.
    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            yield return TypeText.Use(type.GetEnumUnderlyingType());
            yield break;
        }

        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            yield return TypeText.Use(parent);
        }

        HashSet<Type> inherited = [.. type.BaseType?.GetInterfaces() ?? []];
        Type[] added = [.. type.GetInterfaces().Where(i => !inherited.Contains(i) && Visibility.IsSeen(i.IsGenericType ? i.GetGenericTypeDefinition() : i))];
        HashSet<Type> implied = [.. added.SelectMany(i => i.GetInterfaces())];
        foreach (string text in added.Where(i => !implied.Contains(i)).Select(i => TypeText.Use(i)).Order(StringComparer.Ordinal))
        {
            yield return text;
        }
    }

    private static IEnumerable<string> ConstraintsOf(Type parameter)
    {
        GenericParameterAttributes flags = parameter.GenericParameterAttributes;
        MemberInfo owner = parameter.DeclaringMethod ?? (MemberInfo)parameter.DeclaringType!;
        bool isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct)
        {
            yield return AttributeText.Has(parameter, AttributeText.Compiler + "IsUnmanagedAttribute") ? "unmanaged" : "struct";
        }
        else if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            yield return "class";
        }
        else if (NullableMarks.Of(parameter.GetCustomAttributesData(), owner).Take() == 1)
        {
            yield return "notnull";
        }

        foreach (Type constraint in parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType))
            .OrderBy(c => c.IsInterface).ThenBy(c => TypeText.Use(c), StringComparer.Ordinal))
        {
            yield return TypeText.Use(constraint);
        }

        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            yield return "new()";
        }
    }
}
