namespace Work.Embedded.Hosting.Start;

/// <summary>Writes lines; in colour to a terminal that has not asked for none, plain to everything else.</summary>
internal sealed class Paint(TextWriter output)
{
    private readonly bool coloured = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public string Strong(string text) => coloured ? $"\e[33m{text}\e[0m" : text;

    public string Link(string text) => coloured ? $"\e[36m{text}\e[0m" : text;

    public void Line(string text = "") => output.WriteLine(text);
}
