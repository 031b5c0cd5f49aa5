using System.Text.Json;

namespace Local.Host.Settings;

/// <summary>The two things of host.json that matter here.</summary>
sealed record HostJson(string RoutePrefix, IReadOnlyDictionary<string, string> LogLevels)
{
    private static readonly HostJson Absent = new("api", new Dictionary<string, string>(StringComparer.Ordinal));
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>It lies beside the app, or further up while developing.</summary>
    public static HostJson Find(string appFolder, string currentFolder)
    {
        var beside = Path.Combine(appFolder, "host.json");
        var path = File.Exists(beside) ? beside : LocalSettingsFile.FindUpwards(currentFolder, "host.json");
        return path is null ? Absent : Parse(File.ReadAllText(path));
    }

    public static HostJson Parse(string json)
    {
        using var file = JsonDocument.Parse(json, Lenient);
        var levels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (At(file.RootElement, "logging", "logLevel") is { ValueKind: JsonValueKind.Object } logLevel)
        {
            foreach (var level in logLevel.EnumerateObject())
                levels[level.Name] = level.Value.GetString() ?? "";
        }
        var prefix = At(file.RootElement, "extensions", "http", "routePrefix")?.GetString();
        return new HostJson((prefix ?? Absent.RoutePrefix).Trim('/'), levels);
    }

    private static JsonElement? At(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }
        return element;
    }
}
