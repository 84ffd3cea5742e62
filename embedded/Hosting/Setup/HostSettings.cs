using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Work.Embedded.Hosting.Setup;

/// <summary>Where settings come from; the later goes before the earlier: local.settings.json, environment, command line.</summary>
internal static class HostSettings
{
    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--port"] = "Embedded:Port",
        ["-p"] = "Embedded:Port",
        ["--address"] = "Embedded:Address",
    };

    public static void AddTo(IConfigurationBuilder configuration, string[] args)
    {
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args, Switches);
    }

    /// <summary>
    /// The <c>Values</c> of local.settings.json become environment variables, as Core Tools does it; a variable that exists is left alone.
    /// </summary>
    /// <exception cref="InvalidOperationException">The file is no JSON of that shape.</exception>
    public static void ReadLocalSettings(string directory)
    {
        var path = Path.Combine(directory, "local.settings.json");
        if (!File.Exists(path))
        {
            return;
        }

        foreach (var (name, value) in Values(path))
        {
            if (Environment.GetEnvironmentVariable(name) is null)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }

    private static Dictionary<string, string> Values(string path)
    {
        try
        {
            using var file = JsonDocument.Parse(
                File.ReadAllBytes(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return file.RootElement.TryGetProperty("Values", out var values)
                ? values.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.ToString())
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{path} cannot be read: {e.Message}", e);
        }
    }

    public static void AddTo(IConfigurationBuilder configuration, IEnumerable<KeyValuePair<string, string?>> settings) =>
        configuration.Add(new MemoryConfigurationSource { InitialData = settings });
}
