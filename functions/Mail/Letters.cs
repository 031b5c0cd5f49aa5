using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Functions.Mail;

/// <summary>
/// The texts of the letters: one file each under <c>Mail/Letters</c>, its first line the subject, the rest the body.
/// A place to fill in is a word in braces.
/// </summary>
public sealed partial class Letters
{
    private readonly ConcurrentDictionary<string, string> templates = new();

    /// <exception cref="InvalidOperationException">The template has a place that no fact fills.</exception>
    public (string Subject, string Text) Write(string letter, IReadOnlyDictionary<string, string> facts)
    {
        var template = templates.GetOrAdd(letter, name => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Mail", "Letters", $"{name}.txt")));
        var filled = Place().Replace(template, place => facts.TryGetValue(place.Groups["name"].Value, out var fact)
            ? fact
            : throw new InvalidOperationException($"Letter {letter} asks for {place.Value}, which nobody gave."));
        var (subject, text) = filled.IndexOf('\n') is var end and > 0 ? (filled[..end], filled[(end + 1)..]) : (filled, "");
        return (subject.Trim(), text.TrimStart('\n'));
    }

    [GeneratedRegex("{(?<name>[a-zA-Z]+)}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Place();
}
