using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Work.Functions.Queues;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Queues;

/// <summary>The account of works' queues is found where a binding's would be, and a setting that names none keeps the app from starting.</summary>
public sealed class WorkQueueAccountTests
{
    private const string Connection = "DefaultEndpointsProtocol=https;AccountName=theirs;AccountKey=a2V5;EndpointSuffix=core.windows.net";
    private const string Theirs = "https://theirs.queue.core.windows.net/orders";

    [Theory]
    [InlineData("Orders", Connection)]
    [InlineData("AzureWebJobsOrders", Connection)]
    [InlineData("ConnectionStrings:Orders", Connection)]
    [InlineData("Orders:accountName", "theirs")]
    [InlineData("AzureWebJobsOrders:accountName", "theirs")]
    [InlineData("AzureWebJobsOrders:queueServiceUri", "https://theirs.queue.core.windows.net")]
    public void A_connection_is_found_where_a_binding_finds_it(string setting, string value) => Assert.Equal(Theirs, AddressOf((setting, value)));

    [Fact]
    public void The_name_with_AzureWebJobs_before_it_comes_first() =>
        Assert.Equal(Theirs, AddressOf(("Orders", Connection.Replace("theirs", "others", StringComparison.Ordinal)), ("AzureWebJobsOrders", Connection)));

    [Fact]
    public void Without_a_setting_there_is_no_account() => Assert.Null(AddressOf(("AzureWebJobsStorage", Connection)));

    [Theory]
    [InlineData("AzureWebJobsStorage", "secret", "The setting AzureWebJobsStorage names no storage account")]
    [InlineData("AzureWebJobsStorage", "AccountName=theirs;AccountKey=secret", "The setting AzureWebJobsStorage names no storage account")]
    [InlineData("AzureWebJobsStorage:queueServiceUri", "secret", "The setting AzureWebJobsStorage names no storage account")]
    [InlineData("Work:Queues:Connection,AzureWebJobsOrders", "Orders,secret", "The setting AzureWebJobsOrders names no storage account")]
    [InlineData("Work:Queues:Connection,ConnectionStrings:Orders", "Orders,secret", "The setting ConnectionStrings:Orders names no storage account")]
    [InlineData("Work:Files:BlobConnectionString", "secret", "The setting Work:Files:BlobConnectionString names no storage account")]
    public async Task A_malformed_setting_keeps_the_app_from_starting_and_is_named_but_not_told(string names, string values, string fault)
    {
        (string, string)[] settings = [.. names.Split(',').Zip(values.Split(','))];

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(more: settings));

        Assert.StartsWith(fault, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private static string? AddressOf(params (string Name, string Value)[] settings) => new WorkQueueAccount(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value))).Build(),
        Options.Create(new WorkQueueOptions { Connection = "Orders" })).Open("orders")?.Uri.ToString();
}
