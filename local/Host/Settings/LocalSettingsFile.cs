using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Local.Host.Settings;

/// <summary>
/// The "Values" of local.settings.json, which in Azure are the app settings. The environment and the command line overrule them.
/// </summary>
static class LocalSettingsFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static void AddLocalSettings(this IConfigurationManager configuration, string folder)
    {
        if (FindUpwards(folder, "local.settings.json") is not { } path)
            return;
        using var file = JsonDocument.Parse(File.ReadAllText(path), Lenient);
        if (!file.RootElement.TryGetProperty("Values", out var values))
            return;
        configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [.. values.EnumerateObject().Select(value => KeyValuePair.Create(
                value.Name.Replace("__", ":", StringComparison.Ordinal), (string?)value.Value.ToString()))],
        });
    }

    public static string? FindUpwards(string folder, string name)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, name);
            if (File.Exists(path))
                return path;
        }
        return null;
    }
}
