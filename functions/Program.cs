using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Work.Functions;

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
builder.AddWork();

// Your own workers go here: builder.Services.AddWorker<UploadWorker>("upload");
builder.Build().Run();
