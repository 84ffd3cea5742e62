using Work.Benchmarks;
using Work.Benchmarks.Micro;
using Work.Benchmarks.Yardsticks;

if (args is [BareServer.Command])
{
    await BareServer.RunAsync();
    return 0;
}

if (args is [MicroBenchmarks.Command, ..] and not { Length: > 2 })
{
    return MicroBenchmarks.Run(args.ElementAtOrDefault(1) ?? "*");
}

try
{
    return await Session.RunAsync(Options.Parse(args));
}
catch (FormatException mistake)
{
    Console.Error.WriteLine(mistake.Message);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}
