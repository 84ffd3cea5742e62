using System.Globalization;
using Load;
using Load.Fuzz;
using Load.Wire;

// dotnet run -c Release --project tests/Load -- fuzz --seconds 60 --seed 7
// dotnet run -c Release --project tests/Load -- replay FILE
string Option(string name, string otherwise) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;

switch (args.FirstOrDefault())
{
    case "fuzz":
        int seed = int.Parse(Option("--seed", Random.Shared.Next().ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        double seconds = double.Parse(Option("--seconds", "60"), CultureInfo.InvariantCulture);
        Console.WriteLine($"seed {seed}");
        await using (LoadedHost host = await LoadedHost.StartAsync(Fuzzer.Settings))
        {
            FuzzReport report = await new Fuzzer(host, seed, Console.WriteLine).RunAsync(TimeSpan.FromSeconds(seconds));
            Console.WriteLine(report);
            return report.Faults.Count == 0 ? 0 : 1;
        }

    case "replay" when args.Length > 1:
        await using (LoadedHost host = await LoadedHost.StartAsync(Fuzzer.Settings))
        using (RawConnection connection = await host.ConnectAsync())
        {
            await connection.SendAsync(await File.ReadAllBytesAsync(args[1]));
            RawAnswer? answer = await connection.ReadAsync();
            Console.WriteLine(answer is null ? "no answer" : $"{answer.Status}\n{string.Join('\n', answer.Headers)}\n\n{answer.Text}");
            Console.WriteLine(host.Process.Output);
            return 0;
        }

    default:
        Console.Error.WriteLine("fuzz [--seconds 60] [--seed N] | replay FILE");
        return 2;
}
