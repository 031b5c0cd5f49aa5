using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>What the tests need of a template: it is read as text, by the way it is laid out here.</summary>
sealed partial class BicepFile(string path, string text)
{
    public static IReadOnlyList<BicepFile> All { get; } = [.. Tree.Texts("infra", ".bicep").Select(file => new BicepFile(file.Key, file.Value))];

    public static BicepFile Of(string path) => All.Single(file => file.Path == $"infra/{path}");

    public string Path => path;
    public string Text => text;

    /// <summary>Name → whether it has a default.</summary>
    public IReadOnlyDictionary<string, bool> Parameters =>
        Param().Matches(text).ToDictionary(found => found.Groups["name"].Value, found => found.Groups["default"].Success);

    public IEnumerable<(string Type, string Version)> Types =>
        Type().Matches(text).Select(found => (found.Groups["type"].Value, found.Groups["version"].Value));

    public IEnumerable<(string File, IReadOnlyList<string> Parameters)> Modules => Module().Matches(text).Select(found => (
        found.Groups["file"].Value,
        (IReadOnlyList<string>)[.. Argument().Matches(found.Groups["params"].Value).Select(argument => argument.Groups["name"].Value)]));

    public IEnumerable<string> Outputs => Output().Matches(text).Select(found => found.Groups["name"].Value);

    /// <summary>The lines of a block that begins with the given line, one level deeper than it.</summary>
    public IReadOnlyList<string> Block(string firstLine)
    {
        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, line => line.Trim() == firstLine);
        Assert.True(at >= 0, $"{path} has no line '{firstLine}'");
        var indent = lines[at].Length - lines[at].TrimStart().Length;
        return [.. lines.Skip(at + 1).TakeWhile(line => line.Trim().Length == 0 || line.Length - line.TrimStart().Length > indent)];
    }

    [GeneratedRegex(@"^param (?<name>\w+) \w+(?<default> =)?", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Param();

    [GeneratedRegex(@"^\s*resource \w+ '(?<type>[\w./]+)@(?<version>[\w-]+)'", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Type();

    [GeneratedRegex(@"^module \w+ '(?<file>[^']+)' = \{.*?^  params: \{(?<params>.*?)^  \}", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Module();

    [GeneratedRegex(@"^    (?<name>\w+):", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Argument();

    [GeneratedRegex(@"^output (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Output();
}
