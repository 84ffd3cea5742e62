using Work.Benchmarks;
using Work.Benchmarks.Yardsticks;

if (args is [BareServer.Command])
{
    await BareServer.RunAsync();
    return 0;
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
