using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Work.Embedded.Hosting.Setup;

namespace Work.Embedded.Hosting.Functions;

/// <summary>Names that no queue can have are found at start, and so are outputs that this host would not send.</summary>
internal static partial class QueueRules
{
    public static IEnumerable<string> Check(IReadOnlyList<Function> functions, SettingNames settings)
    {
        foreach (var function in functions)
        {
            var output = function.Method.GetCustomAttribute<QueueOutputAttribute>();
            foreach (var name in new[] { (function.Trigger as QueueTriggerAttribute)?.QueueName, output?.QueueName }.OfType<string>().Select(settings.Resolve))
            {
                if (!QueueName().IsMatch(name))
                {
                    yield return $"Function '{function.Name}': no queue can be named '{name}'; 3 to 63 lower-case letters, digits and single '-' between them.";
                }
            }

            if (output is not null && function.Kind != TriggerKind.Queue)
            {
                yield return $"Function '{function.Name}': this host sends queue outputs of functions with a queue trigger only.";
            }
        }
    }

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex QueueName();
}
