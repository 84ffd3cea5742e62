using System.Reflection;
using System.Runtime.InteropServices;

namespace Work.Embedded.Storage;

/// <summary>
/// Chooses the SQLite that runs: the system's when it is newer than the bundled one, whose old versions have known flaws.
/// </summary>
public static class SqliteLibrary
{
    internal const string Name = "e_sqlite3";
    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Where the running SQLite came from: <c>system</c> or <c>bundled</c>.</summary>
    public static string Source { get; private set; } = "bundled";

    /// <summary>The version of the SQLite that runs, for example <c>3.45.1</c>.</summary>
    public static string Version => Loaded.Value;

    private static readonly string[] SystemNames =
        OperatingSystem.IsWindows() ? ["winsqlite3"] :
        OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"] :
        ["libsqlite3.so.0", "libsqlite3.so"];

    private static unsafe string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SqliteLibrary).Assembly, Resolve);
        if (!OperatingSystem.IsMacOS())
        {
            // Nobody asks how much memory SQLite has, and counting it takes a lock at each allocation. The call has a variable argument, which macOS passes another way.
            _ = SqliteApi.Config(SqliteApi.ConfigMemoryStatus, 0);
        }

        return SqliteApi.TextOf(SqliteApi.LibVersion())!;
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name)
        {
            return IntPtr.Zero;
        }

        var hasBundled = NativeLibrary.TryLoad(name, assembly, path, out var bundled);
        var bundledVersion = hasBundled ? VersionOf(bundled) : 0;
        foreach (var candidate in SystemNames)
        {
            if (NativeLibrary.TryLoad(candidate, out var system) && VersionOf(system) > bundledVersion)
            {
                Source = "system";
                return system;
            }
        }

        return bundled;
    }

    private static int VersionOf(IntPtr library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var address)
            ? Marshal.GetDelegateForFunctionPointer<VersionNumber>(address)()
            : 0;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VersionNumber();
}
