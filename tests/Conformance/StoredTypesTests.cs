using System.Reflection;
using System.Runtime.CompilerServices;
using Work.Model;
using Work.Orchestrations;

namespace Conformance;

/// <summary>
/// What is stored is written by the JSON of the host, and hosts differ: Durable Task's own converter writes public fields, that of the Functions worker does not. So nothing that is
/// stored has any, tuples among them, whose items are fields.
/// </summary>
public sealed class StoredTypesTests
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;

    [Fact]
    public void NothingOfTheModelKeepsItsValueInAPublicField()
    {
        Assembly[] assemblies = [typeof(WorkSpec).Assembly, typeof(TaskNames).Assembly];
        string[] fields =
        [
            .. assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => !type.IsEnum)
                .SelectMany(type => type.GetFields(Public).Select(field => $"{type.FullName}.{field.Name}")
                    .Concat(type.GetProperties(Public).Where(property => HoldsTuple(property.PropertyType)).Select(property => $"{type.FullName}.{property.Name}"))),
        ];
        Assert.Empty(fields);
    }

    [Fact]
    public void ATupleInsideAPropertyIsSeen() => Assert.True(HoldsTuple(typeof(IReadOnlyList<(string Name, int Count)>)) && !HoldsTuple(typeof(IReadOnlyDictionary<string, int>)));

    private static bool HoldsTuple(Type type) =>
        type.IsAssignableTo(typeof(ITuple)) || (type.IsGenericType && type.GetGenericArguments().Any(HoldsTuple)) || (type.GetElementType() is { } element && HoldsTuple(element));
}
