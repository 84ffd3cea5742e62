using System.Reflection;
using System.Text.RegularExpressions;

namespace Scenarios;

/// <summary>The catalogue of scenarios against the tests.</summary>
public sealed partial class CatalogueTests
{
    private static readonly string[] Tests =
    [
        .. typeof(CatalogueTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null && method.DeclaringType != typeof(CatalogueTests)).Select(method => method.Name),
    ];

    [Fact]
    public void Each_test_has_the_number_of_one_scenario_of_its_own()
    {
        Assert.All(Tests, test => Assert.Matches(TestName(), test));
        Assert.Empty(Tests.GroupBy(NumberOf).Where(tests => tests.Count() > 1).Select(tests => string.Join(", ", tests)));
        Assert.Empty(Tests.Select(NumberOf).Intersect(NotApplicable.Reasons.Keys));
    }

    [FactWithCatalogue]
    public void Each_test_is_of_a_scenario_that_is_listed() =>
        Assert.Empty(Tests.Select(NumberOf).Concat(NotApplicable.Reasons.Keys).Except(Numbers(Catalogue.Text!)));

    [FactWithCatalogue]
    public void Each_scenario_that_is_listed_is_a_test_or_cannot_happen_here() =>
        Assert.Empty(Numbers(Catalogue.Text!).Except(Tests.Select(NumberOf)).Except(NotApplicable.Reasons.Keys));

    // A number that is used again has a letter, from b on.
    private static List<string> Numbers(string section)
    {
        var seen = new Dictionary<int, int>();
        var numbers = new List<string>();
        foreach (int number in Scenario().Matches(section).Select(match => int.Parse(match.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)))
        {
            int before = seen.GetValueOrDefault(number);
            seen[number] = before + 1;
            numbers.Add($"S{number:000}{(before == 0 ? "" : (char)('a' + before))}");
        }

        return numbers;
    }

    private static string NumberOf(string test) => test.Split('_')[0];

    [GeneratedRegex(@"^S\d{3}[b-z]?_[A-Za-z_]+$")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^(?<number>\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex Scenario();
}
