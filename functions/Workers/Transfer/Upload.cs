using System.Net.Http.Headers;
using System.Text.Json;
using Work.Functions.Files;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>One attempt to send a stored file. It is sent whole each time: plain HTTP has no way to go on with half a request.</summary>
internal sealed class Upload(GuardedHttp http, IFileStore files, WorkContext context, TransferInput input)
{
    public async Task<WorkResult> RunAsync(CancellationToken stop)
    {
        var file = await files.FindAsync(input.From!, stop) ?? throw new FileNotFoundException($"There is no stored file '{input.From}'.", input.From);
        var sha256 = await StoredHash.OfAsync(await files.OpenReadAsync(file.Name, stop), context, stop);
        if (input.Sha256 is not null && input.Sha256 != sha256)
        {
            return WorkResult.Failure(new WorkError(ErrorTypes.HashMismatch, $"The stored file's SHA-256 is {sha256}, and not {input.Sha256}."));
        }

        var meter = new ProgressMeter(context, file.Length);
        await meter.ReportAsync(0, stop);
        using var answer = await Redirects.SendAsync(http, input.Url, (url, sameOrigin) => RequestAsync(url, sameOrigin, file, meter, stop), stop);
        return AnswerStatus.IsSuccess(answer.StatusCode)
            ? WorkResult.Success(JsonSerializer.SerializeToElement(new { file = file.Name, bytes = file.Length, sha256, status = (int)answer.StatusCode }))
            : AnswerStatus.Refusal(answer, context.Clock);
    }

    private async Task<HttpRequestMessage> RequestAsync(Uri url, bool sameOrigin, StoredFile file, ProgressMeter meter, CancellationToken stop)
    {
        var request = new HttpRequestMessage(input.Method, url)
        {
            Content = new StoredFileContent(await files.OpenReadAsync(file.Name, stop), file.Length, meter)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
            },
        };
        RequestHeaders.Apply(request, input.Headers, sameOrigin);
        return request;
    }
}
