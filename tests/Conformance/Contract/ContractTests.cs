using System.Reflection;
using System.Text;
using System.Text.Json;
using Conformance.Rules;
using Work.Functions;
using Work.Functions.Callers;
using Work.Functions.Remote;
using Work.Functions.Works;
using Work.Model;

namespace Conformance.Contract;

/// <summary>The contract says what the code does, no less and no more.</summary>
public sealed class ContractTests
{
    private const string RoutePrefix = "/api/";

    private static readonly WorkLimits Limits = WorkLimits.For(WorkProfile.Server);

    public static TheoryData<string, Type> Views => new()
    {
        { "WorkInfo", typeof(WorkInfo) },
        { "WorkLinks", typeof(WorkLinks) },
        { "ExpeditedInfo", typeof(ExpeditedInfo) },
        { "WorkError", typeof(WorkError) },
        { "WorkHistory", typeof(WorkHistory) },
        { "AttemptInfo", typeof(AttemptInfo) },
        { "EnqueueAnswer", typeof(EnqueueAnswer) },
        { "UpdateAnswer", typeof(UpdateAnswer) },
        { "BatchAnswer", Hidden("BatchFunctions+BatchAnswer") },
        { "BatchResult", Hidden("BatchFunctions+BatchResult") },
        { "Adjustment", typeof(Adjustment) },
        { "WorkList", Hidden("ReadFunctions+WorkList") },
        { "Chain", Hidden("ChainFunctions+Chain") },
        { "WorkExplanation", typeof(WorkExplanation) },
        { "Wait", typeof(Wait) },
        { "CancelAnswer", Hidden("CancelFunctions+CancelAnswer") },
        { "PruneAnswer", Hidden("PruneFunctions+PruneAnswer") },
        { "WorkerList", Hidden("WorkersFunctions+WorkerList") },
        { "WorkerInfo", typeof(WorkerInfo) },
        { "SchedulePreview", typeof(SchedulePreview) },
        { "PreviewedFiring", typeof(PreviewedFiring) },
        { "ContentChange", typeof(ContentChange) },
        { "LeaseList", Hidden("LeaseFunctions+LeaseList") },
        { "LeaseInfo", typeof(LeaseInfo) },
        { "HeartbeatAnswer", Hidden("HeartbeatAnswer") },
        { "EndAnswer", Hidden("EndAnswer") },
        { "WorkStats", typeof(WorkStats) },
        { "WorkerStats", typeof(WorkerStats) },
        { "StateCounts", typeof(StateCounts) },
        { "Problem", Hidden("Answers+ProblemDetails") },
    };

    public static TheoryData<string> RequestFields => [.. ContractDocument.Properties("WorkFields"), "key"];

    [Fact]
    public void EveryHttpFunctionIsDescribedAndNothingElse()
    {
        IEnumerable<string> functions = from function in FunctionReader.Read(FunctionReader.Methods(typeof(WorkApplication).Assembly))
                                        from trigger in function.TriggersOf("Http")
                                        from method in trigger.Setting<string[]>("Methods") ?? []
                                        select $"{method.ToUpperInvariant()} {RoutePrefix}{trigger.Setting<string>("Route") ?? function.Name}";

        Assert.Equal(functions.Order(StringComparer.Ordinal), ContractDocument.Operations().Select(one => $"{one.Method} {one.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TestingPathsAreMarkedAsSuch() => Assert.All(ContractDocument.Operations(), one =>
    {
        bool testing = one.Path.StartsWith("/api/testing/", StringComparison.Ordinal);
        Assert.Equal(testing, one.Operation.GetProperty("tags")[0].GetString() == "testing");
        Assert.Equal(testing, one.Operation.GetProperty("summary").GetString()!.EndsWith("(testing mode only)", StringComparison.Ordinal));
    });

    // An operation that names no role says that it is open, by an empty list.
    [Fact]
    public void AnOperationNamesTheRoleThatItsFunctionAsksFor()
    {
        Dictionary<string, string> functions = (from function in FunctionReader.Read(FunctionReader.Methods(typeof(WorkApplication).Assembly))
                                                from trigger in function.TriggersOf("Http")
                                                let method = trigger.Setting<string[]>("Methods")!.Single()
                                                select KeyValuePair.Create($"{method.ToUpperInvariant()} {RoutePrefix}{trigger.Setting<string>("Route")}", function.Name)).ToDictionary();

        Assert.All(ContractDocument.Operations(), one =>
        {
            string? role = RouteRoles.OfTheApp.Single(route => route.Function == functions[$"{one.Method} {one.Path}"]).Role;
            string asked = role is null ? "[]" : $$"""[{},{"functionKey":[]},{"functionCode":[]},{"entra":["{{role}}"]}]""";
            Assert.Equal(asked, JsonSerializer.Serialize(one.Operation.GetProperty("security")));
            Assert.Equal(role is not null, one.Operation.GetProperty("responses").TryGetProperty("403", out _));
        });
    }

    [Fact]
    public void ARequestHasTheFieldsThatAreRead()
    {
        Assert.Equal(ContractDocument.Written(typeof(WorkRequest)), ContractDocument.Properties("WorkFields").Append("key").Order(StringComparer.Ordinal));
        Assert.Equal(["key"], ContractDocument.Properties("KeyedWorkRequest"));
        Assert.Equal(["existingWorkPolicy", "uniqueName", "work"], ContractDocument.Properties("Continuation"));
        Assert.Equal(ContractDocument.Written(typeof(Backoff)), ContractDocument.Properties("Backoff"));
        Assert.Equal(ContractDocument.Written(typeof(Constraints)), ContractDocument.Properties("Constraints"));
        Assert.Equal(ContractDocument.Written(typeof(TimeWindow)), ContractDocument.Properties("TimeWindow"));
        Assert.Equal(ContractDocument.Written(typeof(ContentTrigger)), ContractDocument.Properties("ContentTrigger"));
        Assert.Equal(ContractDocument.Written(typeof(ConditionSet)), ContractDocument.Properties("Conditions"));
        Assert.Equal(ContractDocument.Written(typeof(CancelRequest)), ContractDocument.Properties("CancelRequest"));
        Assert.Equal(ContractDocument.Written(typeof(LeaseRequest)), ContractDocument.Properties("LeaseRequest"));
        Assert.Equal(ContractDocument.Written(typeof(HeartbeatRequest)), ContractDocument.Properties("LeaseHeartbeat"));
        Assert.Equal(ContractDocument.Written(typeof(ResultRequest)), ContractDocument.Properties("RunResult"));
    }

    // No field is null, so each that is known has a fault of its own, and none is an unknown one.
    [Theory]
    [MemberData(nameof(RequestFields))]
    public void TheReaderKnowsTheField(string field)
    {
        Assert.DoesNotContain($"work[0].{field}: unknown field", Faults($$"""{ "work": [{ "{{field}}": null }] }"""));
        Assert.Equal(field == "key", Faults($$"""{ "{{field}}": null }""").Contains($"{field}: unknown field"));
    }

    [Fact]
    public void TheReaderKnowsNoOtherField() => Assert.Contains("periods: unknown field", Faults("""{ "periods": null }"""));

    [Theory]
    [MemberData(nameof(Views))]
    public void AnAnswerHasTheFieldsThatAreWritten(string schema, Type type)
    {
        Assert.Equal(ContractDocument.Written(type), ContractDocument.Properties(schema));
        Assert.Equal(ContractDocument.AlwaysWritten(type), ContractDocument.Required(schema));
    }

    [Fact]
    public void ChoicesAreTheEnums()
    {
        Assert.Equal(ContractDocument.Values<WorkState>(), ContractDocument.Choices(ContractDocument.Schema("WorkState")));
        Assert.Equal(ContractDocument.Values<StopReason>(), ContractDocument.Choices(ContractDocument.Schema("StopReason")));
        Assert.Equal(ContractDocument.Values<InputMerger>(), ContractDocument.Choices(ContractDocument.Schema("InputMerger")));
        Assert.Equal(ContractDocument.Values<ExistingWorkPolicy>(), ContractDocument.Choices(Property("Continuation", "existingWorkPolicy")));
        Assert.Equal(ContractDocument.Values<BackoffPolicy>(), ContractDocument.Choices(Property("Backoff", "policy")));
        Assert.Equal(ContractDocument.Values<AttemptResult>(), ContractDocument.Choices(Property("AttemptInfo", "result")));
        Assert.Equal(ContractDocument.Values<FiringNote>(), ContractDocument.Choices(Property("PreviewedFiring", "note")));
        Assert.Equal(ContractDocument.Values<MisfirePolicy>(), ContractDocument.Choices(Property("Cron", "misfire")));
        Assert.Equal(ContractDocument.Values<OverlapPolicy>(), ContractDocument.Choices(Property("Cron", "overlap")));
        Assert.Equal(ContractDocument.Values<NetworkType>(), ContractDocument.Choices(Property("Constraints", "networkType")));
        Assert.Equal(ContractDocument.Values<Network>(), ContractDocument.Choices(Property("Conditions", "networkType")).OfType<string>());
        Assert.Equal(ContractDocument.Values<WaitKind>(), ContractDocument.Choices(Property("Wait", "kind")));
        Assert.Equal(ContractDocument.Values<OutOfQuotaPolicy>(), ContractDocument.Choices(Property("Expedited", "outOfQuota")));
        Assert.Equal(ContractDocument.Values<OutOfQuotaPolicy>(), ContractDocument.Choices(Property("ExpeditedInfo", "outOfQuota")));
        Assert.Equal(ContractDocument.Values<EnqueueOperation>(), ContractDocument.Choices(Property("EnqueueAnswer", "operation")));
        Assert.Equal(ContractDocument.Values<UpdateResult>(), ContractDocument.Choices(Property("UpdateAnswer", "result")));
    }

    [Fact]
    public void LimitsAreThoseOfTheServer()
    {
        Assert.Equal(Limits.MaxTags, Property("WorkFields", "tags").GetProperty("maxItems").GetInt32());
        Assert.Equal(Limits.MaxTagLength, Property("WorkFields", "tags").GetProperty("items").GetProperty("maxLength").GetInt32());
        Assert.Equal(IsoDuration.Format(Limits.DefaultTriggerUpdateDelay), Property("Constraints", "triggerUpdateDelay").GetProperty("default").GetString());
        Assert.Equal(IsoDuration.Format(Limits.DefaultTriggerMaxDelay), Property("Constraints", "triggerMaxDelay").GetProperty("default").GetString());
        Assert.Equal(Limits.DefaultMaxAttempts, Property("WorkFields", "maxAttempts").GetProperty("default").GetInt32());
        Assert.Equal(Limits.MaxTraceTagLength, Property("WorkFields", "traceTag").GetProperty("maxLength").GetInt32());
        Assert.Equal(Limits.MaxIdLength, Property("KeyedWorkRequest", "key").GetProperty("maxLength").GetInt32());
        Assert.Equal(Limits.MaxUniqueNameLength, Property("Continuation", "uniqueName").GetProperty("maxLength").GetInt32());
        Assert.Equal(Limits.MaxTagLength, Property("CancelRequest", "tag").GetProperty("maxLength").GetInt32());
        Assert.Equal(Limits.MaxUniqueNameLength, Property("CancelRequest", "uniqueName").GetProperty("maxLength").GetInt32());
        Assert.Equal(Limits.MaxLeasesPerCall, Property("LeaseRequest", "max").GetProperty("maximum").GetInt32());
        Assert.Equal(Limits.MaxLeasesPerCall, Property("LeaseRequest", "workers").GetProperty("maxItems").GetInt32());
        Assert.Equal(IsoDuration.Format(Limits.DefaultLease), Property("LeaseRequest", "leaseFor").GetProperty("default").GetString());
        Assert.Equal(BatchReader.MaxRequests, Property("BatchRequest", "requests").GetProperty("maxItems").GetInt32());
        Assert.Equal(Limits.MaxWorksPerRequest, Property("Continuation", "work").GetProperty("maxItems").GetInt32());
        Assert.Equal(IsoDuration.Format(Limits.DefaultTimeout), Property("WorkFields", "timeout").GetProperty("default").GetString());
        Assert.Equal(IsoDuration.Format(Limits.DefaultKeepResultsFor), Property("WorkFields", "keepResultsFor").GetProperty("default").GetString());
        Assert.Equal(IsoDuration.Format(Limits.DefaultBackoff), Property("Backoff", "delay").GetProperty("default").GetString());
        Assert.Equal(RunRules.MaxAttemptsKept, Property("WorkHistory", "attempts").GetProperty("maxItems").GetInt32());
        Assert.Equal(AdmissionFields.MaxKeyLength, Property("WorkFields", "concurrencyKey").GetProperty("maxLength").GetInt32());
        Assert.Equal(AdmissionFields.MostPlaces, Property("WorkFields", "maxConcurrency").GetProperty("maximum").GetInt32());
        Assert.Equal(AdmissionFields.LowestPriority, Property("WorkFields", "priority").GetProperty("minimum").GetInt32());
        Assert.Equal(AdmissionFields.HighestPriority, Property("WorkFields", "priority").GetProperty("maximum").GetInt32());
        Assert.Equal(CronExpression.MaxLength, Property("Cron", "expression").GetProperty("maxLength").GetInt32());
        Assert.Equal(PreviewReader.MaxCount, Property("PreviewRequest", "count").GetProperty("maximum").GetInt32());
        Assert.Equal(PreviewReader.DefaultCount, Property("PreviewRequest", "count").GetProperty("default").GetInt32());
        Assert.Equal(WorkErrors.MaxMessageLength, Property("WorkError", "message").GetProperty("maxLength").GetInt32());
    }

    private static JsonElement Property(string schema, string name) => ContractDocument.Schema(schema).GetProperty("properties").GetProperty(name);

    private static Type Hidden(string name) => typeof(WorkApplication).Assembly.GetType($"Work.Functions.Http.{name}", throwOnError: true)!;

    private static List<string> Faults(string body)
    {
        var context = new EnqueueContext(Limits, new HashSet<string>(), DateTimeOffset.UnixEpoch);
        var refused = Assert.IsType<RejectedReading>(EnqueueReader.Read(Encoding.UTF8.GetBytes(body), context));
        return [.. refused.Faults.Select(fault => $"{fault.Path}: {fault.Message}")];
    }
}
