using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Work.Functions.Queues;

/// <summary>Takes requests from a storage queue. What is returned goes to the poison queue; what is thrown, the queue tries again.</summary>
public sealed class WorkRequestFunctions(WorkRequestIntake intake)
{
    /// <summary>Enqueues what a message asks for; null, or what to put into the poison queue.</summary>
    [Function("EnqueueFromQueue")]
    [QueueOutput("work-requests-poison")]
    public Task<string[]?> EnqueueAsync(
        [QueueTrigger("work-requests")] QueueMessage message, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        intake.TakeAsync(client, message, cancellation);
}
