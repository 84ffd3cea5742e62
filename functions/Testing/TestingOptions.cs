using Microsoft.Extensions.Configuration;

namespace Work.Functions.Testing;

/// <summary>The settings of testing mode, under <c>Work:Testing</c>. The embedded host alone has it.</summary>
public sealed class TestingOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Work:Testing";

    /// <summary>Whether time is virtual and the testing paths exist; default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>The first instant of the virtual clock; default the host's.</summary>
    public DateTimeOffset? StartTime { get; set; }

    internal static bool IsEnabled(IConfiguration configuration) => configuration.GetValue<bool>($"{Section}:{nameof(Enabled)}");
}
