using Work.Embedded.Hosting.Setup;

namespace Embedded.Tests.Hosting;

public sealed class HostSettingsTests : IDisposable
{
    private const string New = "EMBEDDED_TESTS_NEW__KEY";
    private const string Kept = "EMBEDDED_TESTS_KEPT";
    private readonly string directory = Directory.CreateTempSubdirectory("settings-").FullName;

    public void Dispose()
    {
        Directory.Delete(directory, recursive: true);
        Environment.SetEnvironmentVariable(New, null);
        Environment.SetEnvironmentVariable(Kept, null);
    }

    [Fact]
    public void Values_of_local_settings_become_environment_variables_unless_they_exist()
    {
        Environment.SetEnvironmentVariable(Kept, "from the environment");
        Write($$"""{ "IsEncrypted": false, "Values": { "{{New}}": "from the file", "{{Kept}}": "from the file", } }""");
        HostSettings.ReadLocalSettings(directory);
        Assert.Equal("from the file", Environment.GetEnvironmentVariable(New));
        Assert.Equal("from the environment", Environment.GetEnvironmentVariable(Kept));
    }

    [Fact]
    public void A_file_that_is_no_json_is_named()
    {
        Write("{");
        Assert.Contains("local.settings.json", Assert.Throws<InvalidOperationException>(() => HostSettings.ReadLocalSettings(directory)).Message);
    }

    [Fact]
    public void No_file_is_no_settings() => HostSettings.ReadLocalSettings(directory);

    private void Write(string json) => File.WriteAllText(Path.Combine(directory, "local.settings.json"), json);
}
