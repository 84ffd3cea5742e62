namespace Infra.Tests.Rules;

/// <summary>A rule of the templates: from the parsed files to the faults in them.</summary>
internal delegate IEnumerable<string> Rule(IReadOnlyList<BicepFile> files);

/// <summary>All rules by name.</summary>
internal static class AllRules
{
    public static readonly IReadOnlyDictionary<string, Rule> ByName = new Dictionary<string, Rule>
    {
        ["api versions"] = ApiVersionRule.Faults,
        ["demands"] = DemandRule.Faults,
        ["descriptions"] = DescriptionRule.Faults,
        ["keys"] = KeyRule.Faults,
        ["locations"] = LocationRule.Faults,
        ["modules"] = ModuleRule.Faults,
        ["names"] = NameRule.Faults,
        ["nesting"] = NestingRule.Faults,
        ["parameter files"] = ParameterFileRule.Faults,
        ["role assignments"] = RoleAssignmentRule.Faults,
        ["roles"] = RoleRule.Faults,
        ["settings"] = SettingRule.Faults,
        ["symbols"] = SymbolRule.Faults,
        ["tags"] = TagRule.Faults,
    };
}
