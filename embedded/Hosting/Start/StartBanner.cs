using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Http;
using Work.Embedded.Hosting.Queues;
using Work.Embedded.Hosting.Setup;
using Work.Embedded.Storage;

namespace Work.Embedded.Hosting.Start;

/// <summary>Says what runs here, once the server listens.</summary>
internal sealed class StartBanner(
    FunctionTable functions,
    HostJson host,
    HostKeys keys,
    SettingNames settings,
    IServer server,
    QueueConnections connections,
    IOptions<EmbeddedOptions> options) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Banner)
        {
            Print(new Paint(Console.Out));
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print(Paint paint)
    {
        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var version = typeof(StartBanner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        paint.Line($"Embedded Functions host {paint.Strong(version)}, SQLite {SqliteLibrary.Version} ({SqliteLibrary.Source}), synchronous={(options.Value.VirtualClock ? "OFF" : "FULL")}");
        paint.Line();
        PrintFunctions(paint, address);
        paint.Line($"Listening on:   {paint.Link(address)}");
        PrintPage(paint, "Start page:", address, "home");
        PrintPage(paint, "Dashboard:", address, "dashboard");
        paint.Line($"Data directory: {options.Value.DataPath}");
        if (options.Value.VirtualClock)
        {
            paint.Line($"Clock:          virtual, starts at {options.Value.StartTime.UtcDateTime:O}");
        }

        PrintQueues(paint);
        PrintKey(paint);
        paint.Line();
    }

    private void PrintFunctions(Paint paint, string address)
    {
        paint.Line("Functions:");
        foreach (var function in functions.Functions)
        {
            paint.Line($"  {paint.Strong(function.Name)}: {Describe(function, paint, address)}");
        }

        paint.Line();
    }

    private string Describe(Function function, Paint paint, string address) => function.Trigger switch
    {
        HttpTriggerAttribute =>
            $"[{string.Join(',', HttpSurface.Methods(function).DefaultIfEmpty("ANY"))}] "
            + paint.Link(address + HttpRules.PatternOf(function, host.RoutePrefix, settings)),
        TimerTriggerAttribute timer => $"timerTrigger {settings.Resolve(timer.Schedule)}",
        QueueTriggerAttribute queue => $"queueTrigger {settings.Resolve(queue.QueueName)}{(connections.Find(queue.Connection) is null ? " (off)" : "")}",
        _ => FunctionTrigger.TypeOf(function.Kind),
    };

    private void PrintPage(Paint paint, string title, string address, string page)
    {
        var path = "/" + string.Join('/', new[] { host.RoutePrefix.Trim('/'), page }.Where(part => part.Length > 0));
        var patterns = functions.Of(TriggerKind.Http).Select(function => HttpRules.PatternOf(function, host.RoutePrefix, settings));
        if (patterns.Any(pattern => pattern.Equals(path, StringComparison.OrdinalIgnoreCase)))
        {
            paint.Line($"{title,-15} {paint.Link(address + path)}");
        }
    }

    private void PrintQueues(Paint paint)
    {
        foreach (var connection in functions.Of(TriggerKind.Queue).Select(function => ((QueueTriggerAttribute)function.Trigger).Connection).Distinct())
        {
            paint.Line(connections.Find(connection) is { } account
                ? $"Queue triggers: {account.Uri.GetLeftPart(UriPartial.Path)}"
                : $"Queue triggers: off, since {connection ?? QueueConnections.Default} is not set");
        }
    }

    private void PrintKey(Paint paint)
    {
        if (keys.MadeNow is not null)
        {
            paint.Line($"Host key:       {paint.Strong(keys.MadeNow)} (shown this once; kept in {keys.FilePath})");
        }
        else if (keys.AreRequired)
        {
            paint.Line($"Host key:       in {keys.FilePath}");
        }
    }
}
