using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Embedded.Engine;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Queues;

namespace Work.Embedded.Hosting.Invocation;

/// <summary>One invocation. What most functions never ask for (ids, items, features, linked tokens) is made when asked for.</summary>
internal sealed class InvocationContext(Function function, HostRuntime runtime, IServiceProvider services, CancellationToken stop)
    : FunctionContext, IDisposable
{
    private CancellationTokenSource? linked;
    private string? invocationId;
    private IDictionary<object, object>? items;
    private InvocationFeatures? features;

    public Function Function { get; } = function;

    /// <summary>The request; null for other triggers.</summary>
    public HttpContext? Http { get; init; }

    public HttpRequest? Request => Http?.Request;

    /// <summary>What the trigger hands over: timer info, message, orchestration context, entity dispatcher, activity invocation.</summary>
    public object? TriggerValue { get; init; }

    /// <summary>The JSON body, read before the call when a parameter asks for it.</summary>
    public object? Body { get; set; }

    /// <summary>What the function returned.</summary>
    public object? Result { get; set; }

    public string? InstanceId => (TriggerValue as ActivityInvocation)?.InstanceId;

    public DurableTaskClient Client => runtime.Client;

    public override string InvocationId => invocationId ??= Guid.CreateVersion7(runtime.Clock.GetUtcNow()).ToString();

    public override string FunctionId => Function.Definition.Id;

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override TraceContext TraceContext { get; } = CurrentTrace.Instance;

    public override BindingContext BindingContext => new InvocationBinding(Http?.Request.RouteValues ?? (TriggerValue as MessageDelivery)?.BindingData);

    public override RetryContext RetryContext => new Deliveries((TriggerValue as ActivityInvocation)?.Redeliveries ?? 0);

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override IDictionary<object, object> Items
    {
        get => items ??= new Dictionary<object, object>();
        set => items = value;
    }

    public override IInvocationFeatures Features => features ??= new InvocationFeatures();

    /// <summary>The host's stop; for a request also its abort.</summary>
    public override CancellationToken CancellationToken =>
        Http is null ? stop : (linked ??= CancellationTokenSource.CreateLinkedTokenSource(Http.RequestAborted, stop)).Token;

    /// <summary>The activity's input as <typeparamref name="T"/>.</summary>
    public T? ReadInput<T>()
    {
        var invocation = TriggerValue as ActivityInvocation;
        return Immutable.As<T>(invocation?.InputValue, out var input) ? input : runtime.Converter.Deserialize<T>(invocation?.SerializedInput);
    }

    /// <summary>The message of a queue as <typeparamref name="T"/>.</summary>
    public T? ReadMessage<T>() => ((MessageDelivery)TriggerValue!).As<T>();

    public void Dispose() => linked?.Dispose();

    private sealed class Deliveries(int earlier) : RetryContext
    {
        public override int RetryCount => earlier;

        public override int MaxRetryCount => 0;
    }

    private sealed class InvocationBinding(IReadOnlyDictionary<string, object?>? values) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => values ?? ImmutableDictionary<string, object?>.Empty;
    }
}
