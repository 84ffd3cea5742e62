using System.Diagnostics;
using Kills.Checks;
using Kills.Load;
using Kills.Runs;

namespace Kills;

/// <summary>
/// Starts the real process, loads it from several clients at once, kills it at a random moment, starts it again, so many times; then lets it finish, and holds
/// every acknowledged work against what its clients were told and what its workers wrote down.
/// </summary>
public static class KillRun
{
    private const int KillInStartOneOf = 10;
    private static readonly TimeSpan SettleLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs it.</summary>
    /// <param name="options">How.</param>
    /// <param name="tell">Takes a line about the progress.</param>
    public static async Task<KillFigures> RunAsync(KillOptions options, Action<string> tell)
    {
        var took = Stopwatch.StartNew();
        string directory = Directory.CreateTempSubdirectory("work-kills-").FullName;
        var run = new Cycle(options, directory, tell);
        await run.KillAsync();
        KillFigures figures = await run.SettleAsync() with { Took = took.Elapsed };
        if (figures.Faults.Count == 0 && !options.Keep)
        {
            Directory.Delete(directory, recursive: true);
        }
        else
        {
            tell($"The data is kept in {directory}.");
        }

        return figures;
    }

    private sealed class Cycle
    {
        private readonly KillOptions options;
        private readonly string directory;
        private readonly Action<string> tell;
        private readonly Random chance;
        private readonly int port = App.FreePort();
        private readonly Ledger ledger = new();
        private readonly List<LoadClient> clients;
        private readonly List<TimeSpan> ready = [];
        private int killedInStart;

        public Cycle(KillOptions options, string directory, Action<string> tell)
        {
            this.options = options;
            this.directory = directory;
            this.tell = tell;
            chance = new Random(options.Seed);
            clients = [.. Enumerable.Range(0, options.Clients).Select(number => new LoadClient(number, options.Seed, new Uri($"http://127.0.0.1:{port}"), ledger))];
        }

        public async Task KillAsync()
        {
            for (int life = 1; life <= options.Kills; life++)
            {
                await using App app = App.Launch(directory, port, life);
                if (life > 1 && chance.Next(KillInStartOneOf) == 0)
                {
                    killedInStart++;
                    await Task.Delay(chance.Next(1200));
                }
                else
                {
                    ready.Add(await app.ReadyAsync());
                    await LoadAsync(app, TimeSpan.FromMilliseconds(chance.Next(100, 1600)));
                }

                await EndAsync(app, life);
                if (life % 10 == 0)
                {
                    tell($"{life} kills, {ledger.Works.Count} works acknowledged, last start {ready[^1].TotalMilliseconds:F0} ms");
                }
            }
        }

        /// <summary>The last life: everything comes to its end, and is looked at.</summary>
        public async Task<KillFigures> SettleAsync()
        {
            await using App app = App.Launch(directory, port, options.Kills + 1);
            ready.Add(await app.ReadyAsync());
            foreach (LoadClient client in clients)
            {
                await client.SettleAsync(app.Client);
            }

            var stored = new StoredWorks(app.Client);
            await FinishAsync(app, stored);
            IReadOnlyList<Execution> runs = RunLog.Read(directory);
            var works = new WorkCheck(ledger, stored, Path.Combine(directory, "data", "files"));
            await works.CheckAsync();
            var counted = new RunCheck(ledger, stored, runs);
            await counted.CheckAsync();
            TimeSpan[] sorted = [.. ready.Skip(1).Order()];
            return new KillFigures([.. ledger.Faults, .. works.Faults, .. counted.Faults])
            {
                Seed = options.Seed,
                Kills = options.Kills,
                KilledInStart = killedInStart,
                Requests = ledger.Requests,
                Unanswered = ledger.Unanswered,
                Repeated = ledger.Repeated,
                Acknowledged = ledger.Works.Count,
                Kinds = ledger.Works.Values.CountBy(work => work.Request.Kind).ToDictionary(),
                Finished = works.Finished,
                Replaced = works.Replaced,
                Lost = works.Lost,
                Runs = runs.Count,
                RunTwice = counted.RunTwice,
                RunTwiceAfterTheirEnd = counted.RunTwiceAfterTheirEnd,
                AttemptsStartedTwice = counted.AttemptsStartedTwice,
                ReadyMedian = sorted[sorted.Length / 2],
                ReadyMax = sorted[^1],
            };
        }

        private async Task LoadAsync(App app, TimeSpan time)
        {
            using var over = new CancellationTokenSource();
            Task[] load = [.. clients.Select(client => client.RunAsync(app.Client, over.Token))];
            await Task.WhenAny(Task.WhenAll(load), Task.Delay(time));
            if (!await app.KillAsync())
            {
                ledger.Faults.Enqueue($"The process ended by itself. It wrote:\n{app.Output}");
            }

            await over.CancelAsync();
            await Task.WhenAll(load);
        }

        private async Task EndAsync(App app, int life)
        {
            if (!app.HasEnded)
            {
                await app.KillAsync();
            }

            foreach (string error in app.Errors.ToArray())
            {
                ledger.Faults.Enqueue($"Life {life} logged: {error}");
            }
        }

        private async Task FinishAsync(App app, StoredWorks stored)
        {
            var waited = Stopwatch.StartNew();
            IReadOnlyList<string> open = [.. ledger.Works.Keys];
            while (open.Count > 0 && waited.Elapsed < SettleLimit)
            {
                while (await clients[0].LeaseAsync(app.Client, CancellationToken.None, endsAll: true) > 0)
                {
                    // Takes until nothing is on offer.
                }

                open = await stored.ReadAsync(open);
                await Task.Delay(LookEvery);
            }

            foreach (string error in app.Errors.ToArray())
            {
                ledger.Faults.Enqueue($"The last life logged: {error}");
            }
        }
    }
}
