using System.Reflection;

namespace Conformance.Api;

/// <summary>
/// The nullability that the compiler wrote beside a type: a byte for each part of it that can be annotated, in the order the parts are
/// written; 2 is annotated. A single byte stands for all parts, and an enclosing scope's for what says nothing itself.
/// </summary>
internal sealed class NullableMarks
{
    private const string Own = "System.Runtime.CompilerServices.NullableAttribute";
    private const string Scope = "System.Runtime.CompilerServices.NullableContextAttribute";

    private readonly byte[] _marks;
    private readonly bool _same;
    private int _taken;

    private NullableMarks(byte[] marks, bool same)
    {
        _marks = marks;
        _same = same;
    }

    public static NullableMarks Of(IList<CustomAttributeData> attributes, MemberInfo member)
    {
        object? written = Find(attributes, Own);
        return written switch
        {
            IReadOnlyCollection<CustomAttributeTypedArgument> each => new([.. each.Select(mark => (byte)mark.Value!)], same: false),
            byte all => new([all], same: true),
            _ => new([Inherited(member)], same: true),
        };
    }

    public byte Take()
    {
        if (_same)
        {
            return _marks[0];
        }

        return _taken < _marks.Length ? _marks[_taken++] : (byte)0;
    }

    private static byte Inherited(MemberInfo member)
    {
        MemberInfo? scope = member is PropertyInfo ? member.DeclaringType : member;
        for (; scope is not null; scope = scope.DeclaringType)
        {
            if (Find(scope.GetCustomAttributesData(), Scope) is byte mark)
            {
                return mark;
            }
        }

        return Find(member.Module.GetCustomAttributesData(), Scope) as byte? ?? 0;
    }

    private static object? Find(IEnumerable<CustomAttributeData> attributes, string name)
        => attributes.FirstOrDefault(a => a.AttributeType.FullName == name)?.ConstructorArguments[0].Value;
}
