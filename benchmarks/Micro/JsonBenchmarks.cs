using BenchmarkDotNet.Attributes;
using Microsoft.DurableTask.Converters;
using Work.Model;

namespace Work.Benchmarks.Micro;

/// <summary>What is read and written as JSON on the way of a request.</summary>
public class JsonBenchmarks
{
    private byte[] body = [];
    private GraphInput? input;
    private GraphState? state;
    private string inputJson = "";
    private string stateJson = "";

    /// <summary>How many works the chain has.</summary>
    [Params(1, 3, 50)]
    public int Works { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        body = Samples.Body(Works);
        input = Samples.Input(Works);
        state = Samples.State(Works);
        inputJson = WriteInput()!;
        stateJson = WriteState()!;
    }

    [Benchmark]
    public object ReadRequest() => EnqueueReader.Read(body, Samples.Context);

    [Benchmark]
    public string? WriteInput() => JsonDataConverter.Default.Serialize(input);

    [Benchmark]
    public object? ReadInput() => JsonDataConverter.Default.Deserialize(inputJson, typeof(GraphInput));

    [Benchmark]
    public string? WriteState() => JsonDataConverter.Default.Serialize(state);

    [Benchmark]
    public object? ReadState() => JsonDataConverter.Default.Deserialize(stateJson, typeof(GraphState));
}
