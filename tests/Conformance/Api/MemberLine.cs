using System.Globalization;
using System.Reflection;
using System.Text;

namespace Conformance.Api;

/// <summary>The line that declares a member, and the text that its attributes' lines name it by.</summary>
internal static class MemberLine
{
    private const string IsInit = AttributeText.Compiler + "IsExternalInit";

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
        ["op_LessThan"] = "<",
        ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThan"] = ">",
        ["op_GreaterThanOrEqual"] = ">=",
        ["op_Addition"] = "+",
        ["op_Subtraction"] = "-",
        ["op_Multiply"] = "*",
        ["op_Division"] = "/",
        ["op_Modulus"] = "%",
        ["op_BitwiseAnd"] = "&",
        ["op_BitwiseOr"] = "|",
        ["op_ExclusiveOr"] = "^",
        ["op_LogicalNot"] = "!",
        ["op_OnesComplement"] = "~",
        ["op_UnaryNegation"] = "-",
        ["op_UnaryPlus"] = "+",
        ["op_Increment"] = "++",
        ["op_Decrement"] = "--",
        ["op_LeftShift"] = "<<",
        ["op_RightShift"] = ">>",
        ["op_True"] = "true",
        ["op_False"] = "false",
    };

    public static string Of(MemberInfo member) => member switch
    {
        FieldInfo field => Field(field),
        PropertyInfo property => Property(property),
        EventInfo handler => $"{Modifiers(handler.AddMethod!)}event {Use(handler.EventHandlerType!, handler)} {Path(handler)}",
        MethodBase method => Method(method),
        _ => throw new NotSupportedException($"{member} is no kind of member that a type lists."),
    };

    /// <summary>What an attribute's line names the member by: its path and the types of its parameters.</summary>
    public static string Target(MemberInfo member) => member switch
    {
        MethodBase method => $"{Path(method)}{TypeText.Arguments(ParametersOf(method))}({Types(method.GetParameters())})",
        PropertyInfo property when property.GetIndexParameters() is { Length: > 0 } indices => $"{Path(property)}[{Types(indices)}]",
        _ => Path(member),
    };

    public static string Return(MethodInfo method)
    {
        IList<CustomAttributeData> attributes = method.ReturnParameter.GetCustomAttributesData();
        return RefOf(method.ReturnType, attributes) + TypeText.Use(method.ReturnType, NullableMarks.Of(attributes, method));
    }

    public static string Parameters(MethodBase method)
    {
        bool extends = AttributeText.Has(method, AttributeText.Compiler + "ExtensionAttribute");
        return string.Join(", ", method.GetParameters().Select((parameter, i) => (extends && i == 0 ? "this " : "") + Parameter(parameter)));
    }

    private static string Field(FieldInfo field)
    {
        if (field.DeclaringType!.IsEnum)
        {
            return $"{Path(field)} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}";
        }

        string kind = field.IsLiteral ? "const "
            : (field.IsStatic ? "static " : "") + Required(field) + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? " = " + ConstantText.Of(field.GetRawConstantValue(), field.FieldType) : "";
        return $"{Visibility.Word(field)} {kind}{Use(field.FieldType, field)} {Path(field)}{value}";
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo[] accessors = Visibility.SeenAccessors(property);
        MethodInfo widest = accessors.MinBy(accessor => Visibility.Word(accessor).Length)!;
        ParameterInfo[] indices = property.GetIndexParameters();
        var text = new StringBuilder(Modifiers(widest))
            .Append(Required(property))
            .Append(RefOf(property.PropertyType, property.GetCustomAttributesData()))
            .Append(Use(property.PropertyType, property))
            .Append(' ')
            .Append(Path(property))
            .Append(indices.Length == 0 ? "" : $"[{string.Join(", ", indices.Select(Parameter))}]")
            .Append(" { ");
        foreach (MethodInfo accessor in accessors)
        {
            string access = Visibility.Word(accessor);
            text.Append(access == Visibility.Word(widest) ? "" : access + " ").Append(AccessorWord(accessor, property));
        }

        return text.Append('}').ToString();
    }

    private static string AccessorWord(MethodInfo accessor, PropertyInfo property) => accessor == property.GetMethod ? "get; "
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.FullName == IsInit) ? "init; "
        : "set; ";

    private static string Method(MethodBase method)
    {
        Type[] parameters = ParametersOf(method);
        string rest = $"{TypeText.Arguments(parameters)}({Parameters(method)}){TypeLine.Constraints(parameters)}";
        return method switch
        {
            MethodInfo { Name: "op_Implicit" or "op_Explicit" } conversion => $"{Modifiers(method)}{Path(method)} {Return(conversion)}{rest}",
            MethodInfo ordinary => $"{Modifiers(method)}{Return(ordinary)} {Path(method)}{rest}",
            _ => $"{Modifiers(method)}{Path(method)}{rest}",
        };
    }

    private static string Parameter(ParameterInfo parameter)
    {
        IList<CustomAttributeData> attributes = parameter.GetCustomAttributesData();
        var text = new StringBuilder();
        foreach (CustomAttributeData caller in attributes.Where(IsCallerInfo))
        {
            text.Append(CultureInfo.InvariantCulture, $"[{AttributeText.Of(caller)}] ");
        }

        bool isParams = AttributeText.Has(attributes, "System.ParamArrayAttribute")
            || AttributeText.Has(attributes, AttributeText.Compiler + "ParamCollectionAttribute");
        text.Append(isParams ? "params " : "").Append(DirectionOf(parameter, attributes))
            .Append(TypeText.Use(parameter.ParameterType, NullableMarks.Of(attributes, parameter.Member)))
            .Append(' ').Append(parameter.Name);
        return (parameter.HasDefaultValue
            ? text.Append(" = ").Append(ConstantText.Of(parameter.RawDefaultValue, parameter.ParameterType))
            : text).ToString();
    }

    private static string DirectionOf(ParameterInfo parameter, IList<CustomAttributeData> attributes) => !parameter.ParameterType.IsByRef ? ""
        : parameter.IsOut ? "out "
        : AttributeText.Has(attributes, AttributeText.Compiler + "RequiresLocationAttribute") ? "ref readonly "
        : parameter.IsIn ? "in "
        : "ref ";

    private static bool IsCallerInfo(CustomAttributeData attribute)
        => attribute.AttributeType.FullName!.StartsWith(AttributeText.Compiler + "Caller", StringComparison.Ordinal);

    private static string Modifiers(MethodBase method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            string kind = method.IsAbstract ? "abstract " : method.IsVirtual ? "virtual " : "";
            return method.IsStatic ? "static " + kind : method.IsAbstract ? "" : method.IsVirtual ? "virtual " : "sealed ";
        }

        return $"{Visibility.Word(method)} {Inheritance(method)}";
    }

    private static string Inheritance(MethodBase method)
    {
        bool replaces = method.IsVirtual && !method.Attributes.HasFlag(MethodAttributes.NewSlot);
        return method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => replaces ? "abstract override " : "abstract ",
            { IsVirtual: true, IsFinal: true } => replaces ? "sealed override " : "",
            { IsVirtual: true } => replaces ? "override " : "virtual ",
            _ => "",
        };
    }

    private static string Path(MemberInfo member)
    {
        string name = member switch
        {
            ConstructorInfo => member.DeclaringType!.Name.Split('`')[0],
            PropertyInfo property when property.GetIndexParameters().Length > 0 => "this",
            MethodInfo { IsSpecialName: true } method => OperatorName(method.Name),
            _ => member.Name,
        };
        return $"{TypeText.Name(member.DeclaringType!)}.{name}";
    }

    private static string OperatorName(string name) => name switch
    {
        "op_Implicit" => "implicit operator",
        "op_Explicit" => "explicit operator",
        _ => Operators.TryGetValue(name, out string? symbol) ? "operator " + symbol : name,
    };

    private static Type[] ParametersOf(MethodBase method) => method.IsGenericMethod ? method.GetGenericArguments() : [];

    private static string Types(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(p => TypeText.Use(p.ParameterType)));

    private static string Use(Type type, MemberInfo member)
        => TypeText.Use(type, NullableMarks.Of(member.GetCustomAttributesData(), member is PropertyInfo ? member : member.DeclaringType!));

    private static string Required(MemberInfo member)
        => AttributeText.Has(member, AttributeText.Compiler + "RequiredMemberAttribute") ? "required " : "";

    private static string RefOf(Type type, IList<CustomAttributeData> attributes) => !type.IsByRef ? ""
        : AttributeText.Has(attributes, AttributeText.Compiler + "IsReadOnlyAttribute") ? "ref readonly " : "ref ";
}
