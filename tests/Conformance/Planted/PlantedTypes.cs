using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace Conformance.Planted;

public static class PlantedTypes
{
    [Breaks("http type", "a request of another library"), Function("Request")]
    public static void Request([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequestMessage request) => _ = request;

    [Breaks("timer type", "a time"), Function("Time")]
    public static void Time([TimerTrigger("0 0 * * * *", UseMonitor = false)] DateTime time) => _ = time;

    [Breaks("orchestration type", "its input alone"), Function("Orchestrate")]
    public static void Orchestrate([OrchestrationTrigger] string input) => _ = input;

    [Breaks("activity type", "a stream"), Function("Stream")]
    public static void Read([ActivityTrigger] Stream input) => _ = input;

    [Breaks("entity type", "its operation alone"), Function("Entity")]
    public static void Operate([EntityTrigger] TaskEntityOperation operation) => _ = operation;

    [Breaks("client type", "the name of the client"), Function("Client")]
    public static void Start([ActivityTrigger] string input, [DurableClient] string client) => _ = input + client;

    [Breaks("client type", "a more general type"), Function("GeneralClient")]
    public static void Dispose([ActivityTrigger] string input, [DurableClient] IAsyncDisposable client) => _ = (input, client);
}
