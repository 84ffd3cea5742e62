using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Workers;
using Work.Model;
using Work.Simulation.Reference;
using Work.Simulation.World;

namespace Work.Simulation.Stories;

/// <summary>The lives of the story's process, and the time between its steps.</summary>
internal sealed partial class Story
{
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new { });

    /// <summary>Sends a request. It is answered, or lost, while the story goes on.</summary>
    public Ask Send(string what, string method, string path, string? body, Action<int, JsonElement> answered, Action? lost = null, string? key = null)
    {
        Trace.Add($"ask {method} {path} {body} {key}");
        var ask = new Ask
        {
            What = $"{what} {method} {path}",
            AtStep = loop.Steps,
            Task = host!.SendAsync(method, path, body, key is null ? [] : [("Idempotency-Key", key)]),
            Answered = answered,
            Lost = lost ?? (() => { }),
        };
        open.Add(ask);
        return ask;
    }

    /// <summary>Wakes the instance of a work for nothing.</summary>
    public void Wake(string id)
    {
        if (WorkIds.Locate(id) is NodeAddress address)
        {
            Trace.Add($"wake {address.InstanceId}");
            host!.Wake(address.InstanceId);
        }
    }

    /// <summary>Lets so many things happen.</summary>
    public async Task RunAsync(int items, TimeSpan atMost)
    {
        long until = loop.Steps + items;
        await UntilAsync(() => loop.Steps >= until, atMost);
    }

    /// <summary>Waits for the answers to all that was asked.</summary>
    public Task AnswersAsync() => UntilAsync(() => open.TrueForAll(ask => ask.Task.IsCompleted), LongestAnswer);

    /// <summary>Waits for all answers, and until nothing more happens without time passing.</summary>
    public async Task RestAsync()
    {
        await AnswersAsync();
        await UntilAsync(() => false, TimeSpan.FromMilliseconds(500));
        if (IsAlive)
        {
            World.Settle();
        }
    }

    /// <summary>Lets time pass.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        DateTimeOffset until = Now + time;
        await UntilAsync(() => false, time);
        if (IsAlive)
        {
            host!.Clock.MoveTo(until);
        }
    }

    /// <summary>Starts the process when there is none, however often that takes.</summary>
    public async Task EnsureAliveAsync()
    {
        for (int tries = 0; !IsAlive; tries++)
        {
            if (tries > 5)
            {
                untilKilled = 0;
            }

            await BuryAsync();
            lives++;
            Bench.Life = Ledger.Life = lives;
            Trace.Add($"life {lives} begins");
            host = new SimHost(Parts());
            Bench.Process = host.Process;
            loop.Process = host.Process;
            Task starting = host.StartAsync();
            await UntilAsync(() => starting.IsCompleted, LongestAnswer);
            if (starting.IsFaulted)
            {
                throw new StoryStuckException($"the process starts: {starting.Exception!.InnerException}");
            }
        }
    }

    /// <summary>No more kills by chance.</summary>
    public void Spare() => untilKilled = 0;

    public void Kill(string at)
    {
        Trace.Add($"killed {at}");
        dying = host!.Kill();
        Bench.LoseAll();
    }

    /// <summary>Stops the process as SIGTERM would, and waits for its end.</summary>
    public async Task StopAsync()
    {
        Trace.Add("told to stop");
        Task stopping = host!.StopAsync();
        await UntilAsync(() => stopping.IsCompleted, LongestAnswer);
        if (IsAlive)
        {
            if (!stopping.IsCompleted)
            {
                throw new StoryStuckException("the process stops: it did not within two minutes");
            }

            Kill("after it had stopped");
        }
    }

    private async Task UntilAsync(Func<bool> condition, TimeSpan atMost)
    {
        if (!IsAlive)
        {
            return;
        }

        loop.Horizon = host!.Clock.Now + atMost;
        await loop.UntilAsync(() => condition() || !IsAlive || loop.Steps > MostItems || Ledger.Violations.Count > 0);
        if (loop.Steps > MostItems)
        {
            throw new StoryStuckException($"a story ends: it went on after {MostItems} items; waiting for {string.Join(", ", open.Select(ask => ask.What))}");
        }

        Hear();
    }

    // In the order in which they were asked.
    private void Hear()
    {
        foreach (Ask ask in open.ToList())
        {
            if (ask.Task.IsCompleted)
            {
                ask.IsOver = true;
                Answered(ask);
            }
            else if (!IsAlive)
            {
                ask.IsOver = true;
                Trace.Add($"lost {ask.What}");
                ask.Lost();
            }
        }

        open.RemoveAll(ask => ask.IsOver);
    }

    private void Answered(Ask ask)
    {
        if (ask.Task.IsFaulted)
        {
            Ledger.Break("every request is answered", $"{ask.What}: {ask.Task.Exception!.InnerException}");
            return;
        }

        (int status, _, string body) = ask.Task.Result;
        Trace.Add($"answer to {ask.What}: {status} {TraceIds().Replace(body, "")}");
        if (status >= 500 && status != 503)
        {
            Ledger.Break("no request breaks the host", $"{ask.What}: {status} {body}");
            return;
        }

        if (status == 503)
        {
            ask.Lost();
            return;
        }

        ask.Answered(status, body.StartsWith('{') ? JsonDocument.Parse(body).RootElement : Nothing);
    }

    private SimHostParts Parts() => new(directory, disk, now, Dice.Of(telling.Seed, 100_000 + (ulong)lives), settings, Log, Pass, services =>
    {
        services.AddSingleton(Bench);
        services.AddWorker<SimWorker>("sim").AddWorker<SimWorker>("other");
        plants.Plant(services);
    })
    {
        Tune = options =>
        {
            var tuning = Dice.Of(telling.Seed, 200_000);
            options.MaxConcurrentOrchestrations = tuning.Pick([1, 2, 20]);
            options.MaxConcurrentActivities = tuning.Pick([8, 20]);
            options.InstancesInMemory = tuning.Pick([2, 10, 20_000]);
        },
    };

    /// <summary>A point around a commit, a dispatch or a file; here the process may die.</summary>
    private void Pass(string point)
    {
        if (!IsAlive)
        {
            return;
        }

        plants.Pass(point);
        if (untilKilled > 0 && host is { IsOpen: true } && --untilKilled == 0)
        {
            Kill(point);
        }
    }

    /// <summary>What a system does for a process that has died: it closes its files. What was asked of it is never answered.</summary>
    private async Task BuryAsync()
    {
        if (host is not { } dead)
        {
            return;
        }

        Hear();
        now = now > dead.Clock.Now ? now : dead.Clock.Now;
        plants.BeforeClose();
        for (int round = 0; !dying!.IsCompleted; round++)
        {
            if (round > 10_000)
            {
                throw new StoryStuckException("a dead process lets go of its files: it did not");
            }

            foreach (IThreadPoolWorkItem rite in dead.Process.LastRites.ToList())
            {
                dead.Process.LastRites.Remove(rite);
                rite.Execute();
            }

            await loop.UntilAsync(() => dying.IsCompleted);
        }

        plants.AfterClose();
        host.Dispose();
        host = null;
        loop.Process = null;
    }

    private async Task EndAsync()
    {
        if (IsAlive)
        {
            Kill("at the end of the story");
        }

        await BuryAsync();
    }
}
