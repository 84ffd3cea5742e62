using Work.Functions.Files;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>What a fault of the file store means for a work.</summary>
internal static class FileFaults
{
    public static WorkResult Result(IOException fault) => fault switch
    {
        FileNotFoundException => WorkResult.Failure(new WorkError(ErrorTypes.FileMissing, fault.Message)),
        FileRefusedException => WorkResult.Failure(new WorkError(ErrorTypes.FileRefused, fault.Message)),
        _ => WorkResult.Retry(new WorkError(ErrorTypes.FileStoreFault, fault.Message)),
    };
}
