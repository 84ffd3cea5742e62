using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Work.Functions;
using Work.Functions.Workers;
using WorkerApp;

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
builder.AddWork();
builder.Services.AddSingleton(provider => new RunJournal(builder.Configuration["Journal"] ?? "runs.log", TimeProvider.System));
builder.Services.AddWorker<JournalWorker>("journal", "Writes its start and its end down, outside the engine.");
builder.Services.AddWorker<DeafWorker>("deaf", "Ignores that it is told to stop.");
builder.Services.AddWorker<HungryWorker>("hungry", "Takes memory until there is no more.");
builder.Services.AddWorker<StrayThreadWorker>("stray-thread", "Throws from a thread of its own.");
builder.Services.AddWorker<BlockingWorker>("blocking", "Blocks its thread.");
builder.Build().Run();
