using System.Diagnostics;

namespace EndToEnd.Faults;

/// <summary>Commands of the system.</summary>
internal static class Shell
{
    public static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)}: {errors}");
    }
}
