using Work.Functions.Files;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>Copies an address to a stored file, going on where an earlier attempt was cut, or a stored file to an address.</summary>
public sealed class TransferWorker(GuardedHttp http, IFileStore files) : IWorker
{
    /// <summary>How much is moved at a time.</summary>
    internal const int BlockBytes = 128 * 1024;

    /// <inheritdoc/>
    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        var input = TransferInput.Read(context.Input, out var failure);
        if (input is null)
        {
            return failure!;
        }

        try
        {
            return input.To is not null
                ? await new Download(http, files, context, input).RunAsync(stop)
                : await new Upload(http, files, context, input).RunAsync(stop);
        }
        catch (AddressRefusedException fault)
        {
            return WorkResult.Failure(new WorkError(ErrorTypes.AddressRefused, fault.Message));
        }
        catch (RedirectRefusedException fault)
        {
            return WorkResult.Failure(new WorkError(ErrorTypes.RedirectRefused, fault.Message));
        }
        catch (HttpRequestException fault)
        {
            return WorkResult.Retry(new WorkError(ErrorTypes.NoConnection, fault.Message));
        }
        catch (IOException fault)
        {
            return FileFaults.Result(fault);
        }
    }
}
