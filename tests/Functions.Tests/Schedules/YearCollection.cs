namespace Work.Functions.Tests.Schedules;

/// <summary>What measures its time runs while nothing else of this process does.</summary>
[CollectionDefinition(nameof(YearTimeTests), DisableParallelization = true)]
public sealed class YearCollection;
