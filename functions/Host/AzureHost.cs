using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Callers;
using Work.Functions.Files;

namespace Work.Functions.Host;

/// <summary>What Azure adds: files lie in the app's home when no blob service is named. Compiled for this host only.</summary>
internal static class WorkHost
{
    private const string DefaultHome = "/home";

    internal static void AddTo(FunctionsApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IHostAddress>(new AppAddress(builder.Configuration["WEBSITE_HOSTNAME"]));
        builder.Services.AddOptions<FileStoreOptions>().PostConfigure(files =>
            files.Root = files.Root.Length > 0 ? files.Root : Path.Combine(builder.Configuration["HOME"] ?? DefaultHome, "data", "work", "files"));
        if (EntraOptions.IsSet(builder.Configuration))
        {
            builder.Services.AddSingleton<IFunctionMetadataTransformer, KeysOff>();
        }
    }

    // Callers show a token instead, which CallerMiddleware checks. Both stand and fall with the same setting.
    private sealed class KeysOff : IFunctionMetadataTransformer
    {
        public string Name => nameof(KeysOff);

        public void Transform(IList<IFunctionMetadata> original)
        {
            foreach (IList<string> bindings in original.Select(function => function.RawBindings).OfType<IList<string>>())
            {
                for (int i = 0; i < bindings.Count; i++)
                {
                    bindings[i] = HostKeyLevels.WithoutKey(bindings[i]);
                }
            }
        }
    }

    // Core Tools give a port along, and serve without a certificate.
    private sealed class AppAddress(string? hostName) : IHostAddress
    {
        public Uri? Address { get; } = hostName is null ? null : new Uri($"{(hostName.Contains(':', StringComparison.Ordinal) ? "http" : "https")}://{hostName}");
    }
}
