using Conformance.Api;

namespace Conformance;

/// <summary>What embedded declares in Microsoft's namespaces is what Microsoft's packages declare there, line for line.</summary>
public sealed class ApiConformanceTests
{
    [FactWithApiLists]
    public void EmbeddedDeclaresNothingThatThePackagesDont()
    {
        IReadOnlySet<string> listed = ApiComparison.ReadLists(Repository.ApiLists!);

        IReadOnlyList<string> unlisted = ApiComparison.Unlisted(EmbeddedApi.Lines, listed, ApiExceptions.Lines);

        Assert.True(unlisted.Count == 0, $"{unlisted.Count} declared lines are in no list:{Environment.NewLine}{string.Join(Environment.NewLine, unlisted)}");
    }

    [Fact]
    public void EveryExceptionIsStillNeeded() => Assert.Empty(ApiExceptions.Lines.Except(EmbeddedApi.Lines));

    [Fact]
    public void EmbeddedDeclaresWhatAnAppIsWrittenAgainst()
    {
        Assert.Contains(EmbeddedApi.Lines, line => line.StartsWith("public abstract class Microsoft.DurableTask.TaskOrchestrationContext", StringComparison.Ordinal));
        Assert.Contains(EmbeddedApi.Lines, line => line.StartsWith("public abstract class Microsoft.DurableTask.Client.DurableTaskClient ", StringComparison.Ordinal));
        Assert.Contains(EmbeddedApi.Lines, line => line.StartsWith("public class Microsoft.Azure.Functions.Worker.FunctionAttribute", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("System.Threading.CancellationToken cancellation)", "System.Threading.CancellationToken token)")]
    [InlineData("string instanceId", "string? instanceId")]
    [InlineData("public abstract ", "public virtual ")]
    [InlineData(" = null", "")]
    [InlineData("Task<string>", "Task")]
    public void AChangedSignatureIsReported(string written, string changed)
    {
        HashSet<string> listed = [.. EmbeddedApi.Lines];
        string line = EmbeddedApi.Lines.First(l => l.Contains(written, StringComparison.Ordinal));
        string altered = line.Replace(written, changed, StringComparison.Ordinal);

        IReadOnlyList<string> unlisted = ApiComparison.Unlisted(
            EmbeddedApi.Lines.Select(l => l == line ? altered : l), listed, ApiExceptions.Lines);

        string report = Assert.Single(unlisted);
        Assert.StartsWith(altered, report, StringComparison.Ordinal);
        Assert.Contains("listed: " + line, report, StringComparison.Ordinal);
    }

    [Fact]
    public void AMemberOfOnesOwnIsReported()
    {
        string own = "public void Microsoft.DurableTask.TaskOrchestrationContext.Checkpoint()";

        IReadOnlyList<string> unlisted = ApiComparison.Unlisted([own], EmbeddedApi.Lines.ToHashSet(), ApiExceptions.Lines);

        Assert.Equal([own], unlisted);
    }

    [Fact]
    public void TheDeclaredApiIsThatOfTheSnapshot() => Snapshot.Check("embedded-api.txt", EmbeddedApi.Lines);
}
