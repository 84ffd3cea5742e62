using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Work.Functions;
using Work.Functions.Works;
using Work.Model;

namespace Conformance;

/// <summary>
/// The Durable extension has management addresses that carry a key of the whole hub. What makes them is never called, and no answer has a place for them: not by us,
/// and not by a type that serializes itself so.
/// </summary>
public sealed class ManagementTests
{
    private static readonly string[] Makers = ["CreateCheckStatusResponse", "CreateCheckStatusResponseAsync", "CreateHttpManagementPayload", "HttpManagementPayload", "WaitForCompletionOrCreateCheckStatusResponseAsync"];

    public static TheoryData<string> Assemblies => [typeof(WorkApplication).Assembly.Location, typeof(WorkState).Assembly.Location, typeof(Work.Client.IWorkManager).Assembly.Location, typeof(Work.Orchestrations.TaskNames).Assembly.Location];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void NothingMakesManagementAddresses(string assembly) => Assert.Empty(Named(assembly).Intersect(Makers, StringComparer.Ordinal));

    [Fact]
    public void WhatTheAppCallsIsSeen()
    {
        string[] named = [.. Named(typeof(WorkApplication).Assembly.Location)];
        Assert.Contains("ScheduleNewOrchestrationInstanceAsync", named);
        Assert.Contains("DurableTaskClient", named);
    }

    [Fact]
    public void NoAnswerHasAPlaceForThem() => Assert.DoesNotContain(
        typeof(WorkApplication).Assembly.GetTypes().Concat(typeof(WorkState).Assembly.GetTypes()).SelectMany(type => type.GetProperties()),
        property => property.Name.EndsWith("PostUri", StringComparison.Ordinal) || property.Name.EndsWith("GetUri", StringComparison.Ordinal));

    private static List<string> Named(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MemberReferences.Select(member => metadata.GetString(metadata.GetMemberReference(member).Name)),
            .. metadata.TypeReferences.Select(type => metadata.GetString(metadata.GetTypeReference(type).Name)),
        ];
    }
}
