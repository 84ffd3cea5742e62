using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Work.Functions.Files;
using Work.Functions.Files.Blobs;
using Work.Functions.Host;
using Work.Functions.Tests.Workers;
using Work.Functions.Works;

namespace Work.Functions.Tests.Files;

/// <summary>The settings choose between folders and blobs, for files and for documents alike.</summary>
public sealed class FileStoreChoiceTests
{
    private const string StateKey = "state";

    [Fact]
    public void Nothing_but_a_root_means_folders()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("work-choice-");
        try
        {
            using ServiceProvider services = Services(("Root", Path.Combine(folder.FullName, "files")));

            Assert.IsType<FolderFileStore>(services.GetRequiredService<IFileStore>());
            Assert.IsType<FolderFileStore>(services.GetRequiredKeyedService<IFileStore>(StateKey));
            Assert.Equal(["files", "state"], folder.GetDirectories().Select(made => made.Name).Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("BlobServiceUri", "https://account.blob.core.windows.net")]
    [InlineData("BlobConnectionString", "UseDevelopmentStorage=true")]
    public void A_blob_service_means_blobs(string setting, string value)
    {
        using ServiceProvider services = Services((setting, value));

        Assert.IsType<BlobFileStore>(services.GetRequiredService<IFileStore>());
        Assert.IsType<BlobFileStore>(services.GetRequiredKeyedService<IFileStore>(StateKey));
    }

    [Theory]
    [InlineData("BlobServiceUri", "ftp://account")]
    [InlineData("BlobServiceUri", "account")]
    [InlineData("BlobContainers", "Work")]
    [InlineData("BlobContainers", "w--k")]
    [InlineData("BlobContainers", "")]
    public void A_setting_that_names_nothing_is_refused(string setting, string value) => Refused((setting, value));

    [Fact]
    public void An_address_and_a_connection_string_exclude_each_other() =>
        Refused(("BlobServiceUri", "https://account.blob.core.windows.net"), ("BlobConnectionString", "UseDevelopmentStorage=true"));

    [Fact]
    public async Task A_blob_service_that_does_not_serve_is_asked_four_times()
    {
        await using TestSite site = await TestSite.StartAsync(http =>
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        using ServiceProvider services = Services(("BlobConnectionString", $"AccountName=theirs;AccountKey=a2V5;BlobEndpoint={new Uri(site.Url, "theirs")};"));

        await Assert.ThrowsAsync<FileStoreUnavailableException>(() => services.GetRequiredService<IFileStore>().FindAsync("a"));

        Assert.Equal(4, site.Seen.Count);
    }

    private static void Refused(params (string Name, string Value)[] settings)
    {
        using ServiceProvider services = Services(settings);

        Assert.Throws<OptionsValidationException>(services.GetRequiredService<IFileStore>);
    }

    private static ServiceProvider Services(params (string Name, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"Work:Files:{one.Name}", (string?)one.Value))).Build())
        .AddSingleton<RealTime>()
        .AddSingleton<IChance>(new Chance())
        .AddLogging()
        .AddFileStores(StateKey)
        .BuildServiceProvider();
}
