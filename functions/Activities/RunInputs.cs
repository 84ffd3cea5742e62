using System.Text.Json;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Activities;

/// <summary>Brings together what a run gets: its own input and the outputs of its prerequisites, wherever they are, merged by the rule of the work.</summary>
public sealed class RunInputs(StateStore store, GraphReader graphs)
{
    /// <summary>The merged input, or the error that the work fails with.</summary>
    public async Task<MergeResult> GatherAsync(RunRequest request, DurableTaskClient client, CancellationToken cancellation)
    {
        var outputs = new List<JsonElement?>();
        foreach (Payload? payload in request.Inputs ?? [])
        {
            outputs.Add(await store.FetchAsync(payload, cancellation));
        }

        foreach (PrerequisiteGroup group in request.Elsewhere ?? [])
        {
            StoredGraph graph = await graphs.ReadWithOutputsAsync(client, group.Instance, group.Works, cancellation)
                ?? throw new InvalidOperationException($"The prerequisites in {group.Instance} are gone.");
            foreach (int work in group.Works)
            {
                outputs.Add(await store.FetchAsync(graph.State.Works[work].Output, cancellation));
            }
        }

        return InputMergers.Merge(request.Work.InputMerger, request.Work.Input, outputs, request.Work.MaxDataBytes);
    }
}
