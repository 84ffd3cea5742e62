using System.Reflection;
using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Invocation;
using Work.Embedded.Hosting.Setup;

namespace Work.Embedded.Hosting.Queues;

/// <summary>
/// Listens to queues when everything else runs, and stops before anything else stops. A function whose storage account no setting names is off. Time is real here, also where
/// the host's clock is virtual: the queues are in another process.
/// </summary>
internal sealed class QueueTriggerService : IHostedLifecycleService, IDisposable
{
    private const string PoisonEnding = "-poison";
    private readonly List<QueueListener> listeners;

    public QueueTriggerService(
        FunctionTable functions,
        SettingNames settings,
        QueueConnections connections,
        HostJson host,
        IOptions<EmbeddedOptions> options,
        BackgroundRunner runner,
        ILoggerFactory loggers)
    {
        listeners = functions.Of(TriggerKind.Queue).Select(Make).OfType<QueueListener>().ToList();

        QueueListener? Make(Function function)
        {
            var trigger = (QueueTriggerAttribute)function.Trigger;
            if (connections.Find(trigger.Connection) is not { } account)
            {
                return null;
            }

            var queue = account.GetQueueClient(settings.Resolve(trigger.QueueName));
            var poison = new MessageSender(account.GetQueueClient(queue.Name + PoisonEnding), host.Queues.IsBase64);
            return new QueueListener(
                function, queue, poison, OutputOf(function), host.Queues, options.Value.MessageLease, runner, TimeProvider.System, loggers.CreateLogger($"Function.{function.Name}"));
        }

        MessageSender? OutputOf(Function function) => function.Method.GetCustomAttribute<QueueOutputAttribute>() is not { } output ? null
            : connections.Find(output.Connection)?.GetQueueClient(settings.Resolve(output.QueueName)) is { } queue ? new MessageSender(queue, host.Queues.IsBase64)
            : throw new InvalidOperationException($"Function '{function.Name}': no setting names the storage account '{output.Connection}' of its output.");
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        listeners.ForEach(listener => listener.Start());
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.WhenAll(listeners.Select(listener => listener.StopAsync(cancellationToken)));

    public void Dispose() => listeners.ForEach(listener => listener.Dispose());

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
