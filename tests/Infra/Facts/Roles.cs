namespace Infra.Tests.Facts;

/// <summary>Azure's built-in roles that this project may give, with their ids. Broad ones (Owner, Contributor) are missing on purpose.</summary>
internal static class Roles
{
    public static readonly IReadOnlyDictionary<string, string> NameOf = new Dictionary<string, string>
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["0ad04412-c4d5-4796-b79c-f76d14c8d402"] = "Durable Task Data Contributor",
        ["80d0d6b0-f522-40a4-8886-a5a11720c375"] = "Durable Task Worker",
        ["d6a5505f-6ebb-45a4-896e-ac8274cfc0ac"] = "Durable Task Data Reader",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
    };
}
