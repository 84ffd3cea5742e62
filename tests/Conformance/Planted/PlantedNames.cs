using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Conformance.Planted;

public static class PlantedNames
{
    private const string Ten = "abcdefghij";
    private const string Forty = Ten + Ten + Ten + Ten;

    [Breaks("function name", "begins with a digit"), Function("1st")]
    public static void Digit([ActivityTrigger] string input) => _ = input;

    [Breaks("function name", "has a dot"), Function("work.start")]
    public static void Dot([ActivityTrigger] string input) => _ = input;

    [Breaks("function name", "has 129 letters"), Function(Forty + Forty + Forty + "abcdefghi")]
    public static void Long([ActivityTrigger] string input) => _ = input;

    [Breaks("function name", "is empty"), Function("")]
    public static void Empty([ActivityTrigger] string input) => _ = input;

    [Breaks("function name", "ends with the line"), Function("Start\n")]
    public static void Line([ActivityTrigger] string input) => _ = input;

    [Breaks("reserved name", "the host's own"), Function("Host")]
    public static void Host([ActivityTrigger] string input) => _ = input;

    [Breaks("unique name", "two that differ in case"), Function("Prune")]
    public static void First([ActivityTrigger] string input) => _ = input;

    [Breaks("unique name", "two that differ in case"), Function("prune")]
    public static void Second([ActivityTrigger] string input) => _ = input;

    [Breaks("a binding", "nothing is bound"), Function("Idle")]
    public static void Unbound(string input) => _ = input;

    [Breaks("one trigger", "an input and no trigger"), Function("ClientOnly")]
    public static void ClientOnly([DurableClient] DurableTaskClient client) => _ = client;

    [Breaks("one trigger", "two triggers"), Function("Twice")]
    public static void Twice([ActivityTrigger] string first, [QueueTrigger("work")] string second) => _ = first + second;

    [Breaks("unique binding", "two that differ in case"), Function("Same")]
#pragma warning disable CA1708 // It is the fault.
    public static void Same([ActivityTrigger] string client, [DurableClient] DurableTaskClient Client) => _ = (client, Client);
#pragma warning restore CA1708

    [Breaks("binding name", "an underscore"), Function("Underscored")]
    public static void Underscored([ActivityTrigger] string the_input) => _ = the_input;
}
