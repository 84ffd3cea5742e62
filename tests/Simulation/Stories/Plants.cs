using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Engine;
using Work.Embedded.Hosting.Durable;
using Work.Model;
using Work.Orchestrations;

namespace Work.Simulation.Stories;

/// <summary>
/// Bugs that can be planted, to see that stories find them: <c>twice</c> delivers a run two times, <c>early</c> tells a success before the worker has ended,
/// <c>lost</c> is a disk that says it has written what it has not, so that what was acknowledged is gone after a kill.
/// </summary>
internal sealed class Plants(string? kind, string directory) : ITaskCatalog
{
    public static readonly string[] Kinds = ["twice", "early", "lost"];

    private readonly Queue<long> lengths = new();
    private FunctionCatalog? catalog;
    private byte[]? database;
    private byte[]? log;

    private string Log => Path.Combine(directory, "work.db-wal");

    private string Database => Path.Combine(directory, "work.db");

    public void Plant(IServiceCollection services)
    {
        if (kind is "twice" or "early")
        {
            services.AddSingleton<ITaskCatalog>(provider =>
            {
                catalog = ActivatorUtilities.CreateInstance<FunctionCatalog>(provider);
                return this;
            });
        }
    }

    public void Pass(string point)
    {
        if (kind == "lost" && point == "before-commit" && File.Exists(Log))
        {
            long length = new FileInfo(Log).Length;
            if (lengths.Any(former => former > length))
            {
                lengths.Clear();
            }

            lengths.Enqueue(length);
            if (lengths.Count > 4)
            {
                lengths.Dequeue();
            }
        }
    }

    public void BeforeClose()
    {
        if (kind == "lost" && lengths.TryDequeue(out long length) && File.Exists(Log))
        {
            database = Read(Database);
            log = Read(Log)[..(int)length];
        }
    }

    public void AfterClose()
    {
        if (database is not null && log is not null)
        {
            File.WriteAllBytes(Database, database);
            File.WriteAllBytes(Log, log);
            (database, log) = (null, null);
            lengths.Clear();
        }
    }

    public bool TryGetOrchestrator(string name, [NotNullWhen(true)] out OrchestratorCode? code) => catalog!.TryGetOrchestrator(name, out code);

    public bool TryGetEntity(string name, [NotNullWhen(true)] out EntityCode? code) => catalog!.TryGetEntity(name, out code);

    public bool TryGetActivity(string name, [NotNullWhen(true)] out ActivityCode? code)
    {
        if (!catalog!.TryGetActivity(name, out ActivityCode? real) || name != TaskNames.RunWorker)
        {
            code = real;
            return code is not null;
        }

        code = async (invocation, stop) =>
        {
            Task<object?> run = real(invocation, stop);
            if (kind == "twice")
            {
                await real(invocation, stop);
            }

            if (kind == "early" && invocation.Redeliveries == 0)
            {
                RunRequest request = JsonSerializer.Deserialize<RunRequest>(invocation.SerializedInput!)!;
                return new RunOutcome { Attempt = request.Attempt, End = RunEnd.Succeeded };
            }

            return await run;
        };
        return true;
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }
}
