using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Work.Benchmarks.App;
using Work.Functions;
using Work.Functions.Workers;

// The app as it is shipped, with one worker that does nothing and one route that tells what the engine counted.
FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
builder.AddWork();
builder.Services.AddSingleton<RunCount>().AddWorker<NoOpWorker>("noop", "Does nothing.");
builder.Build().Run();
