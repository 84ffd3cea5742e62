using Kills;

KillOptions? options = KillOptions.Parse(args, out string? fault);
if (options is null)
{
    await Console.Error.WriteLineAsync(fault);
    return 2;
}

KillFigures figures = await KillRun.RunAsync(options, Console.Out.WriteLine);
Console.WriteLine(figures);
return figures.Faults.Count == 0 ? 0 : 1;
