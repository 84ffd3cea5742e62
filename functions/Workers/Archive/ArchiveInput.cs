using System.Text.Json;

namespace Work.Functions.Workers;

/// <summary>The input of the worker <c>archive</c>, read and checked.</summary>
internal sealed record ArchiveInput(IReadOnlyList<string> Files, string To, bool IsZip)
{
    /// <summary>Reads it; null with a failure when anything is wrong.</summary>
    public static ArchiveInput? Read(JsonElement input, out WorkResult? failure)
    {
        var reader = new InputReader(input);

        // Transfers name their file in 'file', so that an archive can follow them without any words between.
        IReadOnlyList<string> files = [.. reader.Texts("files"), .. reader.Texts("file")];
        if (files.Count == 0 && !reader.Has("files") && !reader.Has("file"))
        {
            reader.Fault("'files' is missing");
        }

        var to = reader.FileName("to", required: true);
        var format = reader.Text("format") ?? "zip";
        if (format is not ("zip" or "gzip"))
        {
            reader.Fault("'format' must be zip or gzip");
        }

        foreach (var fault in FileFaults(files, to, format))
        {
            reader.Fault(fault);
        }

        failure = reader.Failure;
        return failure is null ? new ArchiveInput(files, to!, format == "zip") : null;
    }

    private static IEnumerable<string> FileFaults(IReadOnlyList<string> files, string? to, string format)
    {
        foreach (var name in files.Distinct())
        {
            if (Functions.Files.FileNames.Fault(name) is { } fault)
            {
                yield return $"the file name '{name}' {fault}";
            }

            if (files.Count(other => other == name) > 1)
            {
                yield return $"'{name}' is given more than once, and would be two entries of one name";
            }

            if (name == to)
            {
                yield return $"'{name}' cannot be a part of itself";
            }
        }

        if (format == "gzip" && files.Count > 1)
        {
            yield return $"gzip holds one file, and {files.Count} are given";
        }
    }
}
