// Authority: this table, and nothing else, says who may call what with a token. A function that is not in it is open to nobody.
using System.Collections.Frozen;

namespace Work.Functions.Callers;

/// <summary>The role that each HTTP function asks of callers with a token. Functions of an app's own are added by <see cref="CallerServices.AddRouteRole"/>.</summary>
public sealed class RouteRoles(IEnumerable<RouteRole> added)
{
    private readonly FrozenDictionary<string, RouteRole> _byFunction =
        OfTheApp.Concat(added).GroupBy(route => route.Function, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(route => route.Key, route => route.Last(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The functions of this app.</summary>
    public static IReadOnlyList<RouteRole> OfTheApp { get; } =
    [
        // Not a secret, or opened by a token of its own.
        new("GetHome", null),
        new("GetOpenApi", null),
        new("EndRun", null),
        new("KeepRunAlive", null),

        new("GetWork", WorkRoles.Read),
        new("ListWork", WorkRoles.Read),
        new("GetWorkHistory", WorkRoles.Read),
        new("ExplainWork", WorkRoles.Read),
        new("FollowWork", WorkRoles.Read),
        new("FollowManyWorks", WorkRoles.Read),
        new("GetChain", WorkRoles.Read),
        new("GetConditions", WorkRoles.Read),
        new("ListWorkers", WorkRoles.Read),
        new("PreviewSchedule", WorkRoles.Read),

        new("EnqueueWork", WorkRoles.Write),
        new("EnqueueBatch", WorkRoles.Write),
        new("UpdateWork", WorkRoles.Write),
        new("CancelWork", WorkRoles.Write),
        new("CancelManyWorks", WorkRoles.Write), // and with "all" the role to operate: CancelFunctions asks for it
        new("RunWorkNow", WorkRoles.Write),
        new("RerunWork", WorkRoles.Write),
        new("LeaseWork", WorkRoles.Write),
        new("RenewLease", WorkRoles.Write),
        new("CompleteLease", WorkRoles.Write),

        new("PruneWork", WorkRoles.Operate),
        new("ReportConditions", WorkRoles.Operate),
        new("ReportContentChange", WorkRoles.Operate),
        new("PauseWorker", WorkRoles.Operate),
        new("ResumeWorker", WorkRoles.Operate),
        new("GetStats", WorkRoles.Operate),
        new("TestingAdvanceClock", WorkRoles.Operate),
        new("TestingIdle", WorkRoles.Operate),
        new("TestingCrash", WorkRoles.Operate),
        new("TestingConstraintsMet", WorkRoles.Operate),
        new("TestingInitialDelayMet", WorkRoles.Operate),
        new("TestingPeriodDelayMet", WorkRoles.Operate),
        new("TestingStop", WorkRoles.Operate),
    ];

    /// <summary>What the function asks; null when it is not in the table, and then nobody may call it.</summary>
    public RouteRole? Of(string function) => _byFunction.GetValueOrDefault(function);
}
