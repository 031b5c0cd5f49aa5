using System.Globalization;
using System.Text.Json;

namespace Local.Host.Settings;

/// <summary>What of host.json matters here.</summary>
/// <param name="FunctionTimeout">
/// So long a timer or feed run may take: what host.json says, else what the plan does; infinite for "-1".
/// </param>
sealed record HostJson(string RoutePrefix, IReadOnlyDictionary<string, string> LogLevels, TimeSpan FunctionTimeout)
{
    private static readonly TimeSpan OfThePlan = TimeSpan.FromMinutes(30);
    private static readonly HostJson Absent = new("api", new Dictionary<string, string>(StringComparer.Ordinal), OfThePlan);
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
        var timeout = At(file.RootElement, "functionTimeout")?.GetString();
        return new HostJson((prefix ?? Absent.RoutePrefix).Trim('/'), levels, Timeout(timeout));
    }

    private static TimeSpan Timeout(string? text) => text switch
    {
        null => OfThePlan,
        "-1" => System.Threading.Timeout.InfiniteTimeSpan,
        _ when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var given) && given > TimeSpan.Zero => given,
        _ => throw new InvalidOperationException($"host.json: functionTimeout '{text}' is neither HH:mm:ss nor -1."),
    };

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
