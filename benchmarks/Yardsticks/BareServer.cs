using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Work.Benchmarks.Yardsticks;

/// <summary>Kestrel with nothing behind it: reads a small body and answers with a small one. It runs in a process of its own until its input ends.</summary>
internal static class BareServer
{
    /// <summary>The argument that starts it.</summary>
    public const string Command = "bare-server";

    private static readonly byte[] Content = new byte[100];

    public static async Task RunAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using WebApplication server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.Run(AnswerAsync);
        await server.StartAsync();
        Console.WriteLine(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Console.In.ReadToEndAsync();
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        while (true)
        {
            System.IO.Pipelines.ReadResult read = await http.Request.BodyReader.ReadAsync();
            http.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.ContentLength = Content.Length;
        await http.Response.Body.WriteAsync(Content);
    }
}
