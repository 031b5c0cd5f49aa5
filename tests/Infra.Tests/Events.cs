using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>An event that the app writes, with the names of its facts.</summary>
/// <param name="IsSent">False for those of a level below Information, which go nowhere in Azure.</param>
sealed record LoggedEvent(string Name, IReadOnlyList<string> Facts, string File, bool IsSent);

/// <summary>A query over events: of the workbook or of an alert.</summary>
sealed partial record EventQuery(string Where, string Text)
{
    public IReadOnlyList<string> Events => [.. Named().Matches(Text).SelectMany(found => Quoted().Matches(found.Value)).Select(found => found.Groups["name"].Value).Distinct()];

    public IReadOnlyList<string> Facts => [.. Property().Matches(Text).Select(found => found.Groups["name"].Value).Where(name => name != "EventName").Distinct()];

    [GeneratedRegex(@"Properties\.EventName (== '\w+'|in \([^)]*\))", RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"'(?<name>\w+)'", RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"Properties\.(?<name>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Property();
}

/// <summary>
/// What is logged and what is asked. A <c>[LoggerMessage]</c> becomes a row of AppTraces, or of AppExceptions where it has one: Properties.EventName is its EventName,
/// or else the name of the method, and each place in braces a property of its own name.
/// </summary>
static partial class Events
{
    public static IReadOnlyList<LoggedEvent> Written { get; } = [.. Tree.Texts("functions", ".cs").SelectMany(file => Attribute().Matches(file.Value).Select(found => Of(found.Groups["arguments"].Value, found.Groups["method"].Value, file.Key)))];

    public static IReadOnlyList<EventQuery> Asked { get; } = [.. OfWorkbook(), .. OfAlerts()];

    private static LoggedEvent Of(string arguments, string method, string file)
    {
        var name = EventName().Match(arguments) is { Success: true } given ? given.Groups["name"].Value : method;
        var texts = string.Concat(Literal().Matches(EventName().Replace(arguments, "")).Select(found => found.Value));
        return new LoggedEvent(name, [.. Place().Matches(texts).Select(found => found.Groups["name"].Value)], file, !arguments.Contains("LogLevel.Debug", StringComparison.Ordinal) && !arguments.Contains("LogLevel.Trace", StringComparison.Ordinal));
    }

    private static IEnumerable<EventQuery> OfWorkbook()
    {
        using var workbook = JsonDocument.Parse(Tree.Text("infra", "workbook.json"));
        return [.. workbook.RootElement.GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("type").GetInt32() == 3)
            .Select(item => new EventQuery($"workbook.json, {item.GetProperty("name")}", item.GetProperty("content").GetProperty("query").GetString()!))];
    }

    private static IEnumerable<EventQuery> OfAlerts() =>
        Alert.All.Where(alert => alert.Query is not null).Select(alert => new EventQuery($"alerts.json, {alert.Id}", alert.Query!));

    [GeneratedRegex("""\[LoggerMessage\((?<arguments>([^"()]|\([^()"]*\)|"([^"\\]|\\.)*")*)\)\]\s+[\w ]*?(?<method>\w+)\(""", RegexOptions.ExplicitCapture)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"EventName = (nameof\(|"")(?<name>\w+)(\)|"")", RegexOptions.ExplicitCapture)]
    private static partial Regex EventName();

    [GeneratedRegex("""("([^"\\]|\\.)*")""", RegexOptions.ExplicitCapture)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{(?<name>\w+)(:[^}]*)?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}

sealed record Alert(string Id, string Title, int Severity, string? Query, string? Every, string? Over, IReadOnlyList<string> Texts)
{
    public static IReadOnlyList<Alert> All { get; } = Read();

    private static IReadOnlyList<Alert> Read()
    {
        using var file = JsonDocument.Parse(Tree.Text("infra", "alerts.json"));
        return [.. file.RootElement.EnumerateObject().SelectMany(part => part.Value.ValueKind == JsonValueKind.Array ? part.Value.EnumerateArray().Select(Of).ToList() : [Of(part.Value)])];
    }

    private static Alert Of(JsonElement alert) => new(
        alert.GetProperty("id").GetString()!,
        alert.GetProperty("title").GetString()!,
        alert.GetProperty("severity").GetInt32(),
        alert.TryGetProperty("query", out var query) ? string.Join('\n', query.EnumerateArray().Select(line => line.GetString())) : null,
        alert.TryGetProperty("every", out var every) ? every.GetString() : null,
        alert.TryGetProperty("over", out var over) ? over.GetString() : null,
        [.. new[] { "broke", "matters", "look" }.Select(text => alert.GetProperty(text).GetString()!)]);
}
