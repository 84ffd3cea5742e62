using System.Net;
using System.Text;
using System.Text.Json;

namespace Kills.Load;

/// <summary>
/// One client over all lives of the process. A request that the kill left without an answer is sent again in the next life, under the same idempotency key; some
/// are given up, as real clients give up too.
/// </summary>
internal sealed class LoadClient(int number, int seed, Uri address, Ledger ledger)
{
    private readonly Random chance = new((seed * 1009) + number);
    private readonly Queue<AskedRequest[]> unanswered = new();
    private readonly HashSet<string> toCancel = [];
    private readonly List<string> known = [];
    private RequestBook? book;
    private bool isPeriodicAsked;

    private RequestBook Book => book ??= new RequestBook(number, chance, address);

    /// <summary>Asks until the process is gone.</summary>
    public async Task RunAsync(HttpClient host, CancellationToken over)
    {
        try
        {
            while (unanswered.TryDequeue(out AskedRequest[]? again))
            {
                ledger.CountRepeated();
                await SendAsync(host, again, over);
            }

            while (!over.IsCancellationRequested)
            {
                await ActAsync(host, over);
                await Task.Delay(chance.Next(12), over);
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
        {
            // The process was killed: what was under way has been noted.
        }
    }

    /// <summary>Sends what is still without an answer, and cancels what is still to be cancelled, after the last kill.</summary>
    public async Task SettleAsync(HttpClient host)
    {
        while (unanswered.TryDequeue(out AskedRequest[]? again))
        {
            ledger.CountRepeated();
            await SendAsync(host, again, CancellationToken.None);
        }

        foreach (string id in toCancel.ToList())
        {
            await CancelAsync(host, id, CancellationToken.None);
        }

        foreach (Acknowledged periodic in ledger.Works.Values.Where(work => work.Request.Kind == "periodic" && work.CancelledAt is null))
        {
            await CancelAsync(host, periodic.Id, CancellationToken.None);
        }
    }

    private async Task ActAsync(HttpClient host, CancellationToken over)
    {
        if (!isPeriodicAsked)
        {
            isPeriodicAsked = true;
            await SendAsync(host, [Book.Periodic()], over);
        }

        switch (chance.Next(20))
        {
            case 0:
                await SendAsync(host, [.. Enumerable.Range(0, chance.Next(2, 20)).Select(_ => Book.Single())], over);
                break;
            case 1:
                await SendAsync(host, [Book.ToCancel()], over);
                break;
            case 2 when toCancel.Count > 0:
                await CancelAsync(host, toCancel.First(), over);
                break;
            case < 9 when known.Count > 0:
                await LookAsync(host, known[chance.Next(known.Count)], over);
                break;
            case 9:
                await LeaseAsync(host, over);
                break;
            default:
                await SendAsync(host, [Book.Next()], over);
                break;
        }
    }

    private async Task SendAsync(HttpClient host, AskedRequest[] requests, CancellationToken over)
    {
        object body = requests.Length == 1 ? requests[0].Body : new { requests = requests.Select(request => request.Body) };
        using var message = new HttpRequestMessage(HttpMethod.Post, requests.Length == 1 ? "/api/work" : "/api/work/batch");
        message.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        message.Headers.Add("Idempotency-Key", $"{seed}-{requests[0].Number}");
        foreach (AskedRequest request in requests)
        {
            request.SentAt ??= DateTimeOffset.UtcNow;
        }

        ledger.CountRequest();
        JsonElement answer;
        try
        {
            using HttpResponseMessage response = await host.SendAsync(message, over);
            string text = await response.Content.ReadAsStringAsync(over);
            if (response.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.OK))
            {
                ledger.Faults.Enqueue($"{requests[0].Kind} {requests[0].Number} was answered with {(int)response.StatusCode}: {text}");
                return;
            }

            answer = JsonElement.Parse(text);
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
        {
            ledger.CountUnanswered();
            if (requests[0].Kind == "periodic" || chance.Next(4) > 0)
            {
                unanswered.Enqueue(requests);
            }

            throw;
        }

        if (requests.Length == 1)
        {
            Note(requests[0], answer);
            return;
        }

        foreach ((AskedRequest request, JsonElement result) in requests.Zip(answer.GetProperty("results").EnumerateArray()))
        {
            Note(request, result);
        }
    }

    private void Note(AskedRequest request, JsonElement answer)
    {
        string operation = answer.GetProperty("operation").GetString()!;
        string[] ids = [.. answer.GetProperty("work").EnumerateArray().Select(work => work.GetProperty("id").GetString()!)];
        if (request.Name is { } name)
        {
            ledger.Names[name] = true;
        }

        if (operation == "kept" && request.Kind == "named")
        {
            return;
        }

        Dictionary<string, string> byKey = request.Works.Zip(ids).ToDictionary(pair => pair.First.Key, pair => pair.Second);
        foreach (AskedWork work in request.Works)
        {
            string id = byKey[work.Key];
            ledger.Works.TryAdd(id, new Acknowledged(id, request, work, [.. work.After.Select(key => byKey[key])]));
            known.Add(id);
            if (request.Kind == "cancelled")
            {
                toCancel.Add(id);
            }
        }
    }

    private async Task CancelAsync(HttpClient host, string id, CancellationToken over)
    {
        using HttpResponseMessage response = await host.PostAsync($"/api/work/{id}/cancel", null, over);
        if (!response.IsSuccessStatusCode)
        {
            ledger.Faults.Enqueue($"The cancel of {id} was answered with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(over)}");
        }

        ledger.Works[id].CancelledAt = DateTimeOffset.UtcNow;
        toCancel.Remove(id);
    }

    private async Task LookAsync(HttpClient host, string id, CancellationToken over)
    {
        using HttpResponseMessage response = await host.GetAsync($"/api/work/{id}", over);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            string state = JsonElement.Parse(await response.Content.ReadAsStringAsync(over)).GetProperty("state").GetString()!;
            if (state is "succeeded" or "failed" or "cancelled")
            {
                ledger.SeenFinished.TryAdd(id, (state, DateTimeOffset.UtcNow));
            }
        }
        else if (response.StatusCode != HttpStatusCode.NotFound || !ledger.Works[id].Request.Replaces)
        {
            ledger.Faults.Enqueue($"{id} ({ledger.Works[id].Request.Kind}), which is acknowledged, is answered with {(int)response.StatusCode}.");
        }
    }

    /// <summary>Takes what external work there is, and ends some of it; the rest returns when its lease is over.</summary>
    public async Task<int> LeaseAsync(HttpClient host, CancellationToken over, bool endsAll = false)
    {
        using var asked = new StringContent("""{ "workers": ["render"], "max": 20, "leaseFor": "PT5S" }""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await host.PostAsync("/api/leases", asked, over);
        if (!response.IsSuccessStatusCode)
        {
            ledger.Faults.Enqueue($"A lease was answered with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(over)}");
            return 0;
        }

        JsonElement[] leases = [.. JsonElement.Parse(await response.Content.ReadAsStringAsync(over)).GetProperty("leases").EnumerateArray()];
        foreach (JsonElement lease in leases.Where(_ => endsAll || chance.Next(10) > 0))
        {
            await EndLeaseAsync(host, lease, over);
        }

        return leases.Length;
    }

    private async Task EndLeaseAsync(HttpClient host, JsonElement lease, CancellationToken over)
    {
        string id = lease.GetProperty("work").GetProperty("id").GetString()!;
        if (ledger.LeasesEnded.ContainsKey(id))
        {
            ledger.Faults.Enqueue($"{id} was leased again after its end was acknowledged.");
        }

        string output = $"{number}-{chance.Next()}";
        using var result = new StringContent(JsonSerializer.Serialize(new { result = "success", output = new { by = output } }), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await host.PostAsync($"/api/leases/{lease.GetProperty("leaseToken").GetString()}/complete", result, over);
        if (response.IsSuccessStatusCode && !ledger.LeasesEnded.TryAdd(id, output))
        {
            ledger.Faults.Enqueue($"The end of {id} was acknowledged twice.");
        }
        else if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.Conflict)
        {
            ledger.Faults.Enqueue($"The end of {id} was answered with {(int)response.StatusCode}.");
        }
    }
}
