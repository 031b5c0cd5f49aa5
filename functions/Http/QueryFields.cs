using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Functions.Http;

/// <summary>The query of a GET; every wrong value is named in one answer.</summary>
public sealed class QueryFields(IQueryCollection query)
{
    private readonly Dictionary<string, string[]> mistakes = [];

    public string Choice(string name, IReadOnlyCollection<string> choices) =>
        OptionalChoice(name, choices) ?? Wrong(name, $"must be one of {string.Join(", ", choices)}", "");

    public string? OptionalChoice(string name, IReadOnlyCollection<string> choices) =>
        (string?)query[name] is not { } text || choices.Contains(text) ? query[name] : Wrong(name, $"must be one of {string.Join(", ", choices)}", "");

    public DateOnly? Date(string name) => (string?)query[name] switch
    {
        null => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
        _ => Wrong<DateOnly?>(name, "must be a date, e.g. 2026-03-31", null),
    };

    public bool Flag(string name) => (string?)query[name] switch
    {
        null or "false" => false,
        "true" => true,
        _ => Wrong(name, "must be true or false", instead: false),
    };

    /// <summary>A text of our own making; null from the parser where it is not.</summary>
    public T? Parsed<T>(string name, Func<string, T?> parse, string problem)
        where T : class => (string?)query[name] switch
        {
            null => null,
            var text => parse(text) ?? Wrong<T?>(name, problem, null),
        };

    public int? Number(string name, int most) => (string?)query[name] switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most => number,
        _ => Wrong<int?>(name, $"must be a whole number from 1 to {most}", null),
    };

    /// <exception cref="ProblemException">400 naming every wrong value.</exception>
    public void ThrowIfWrong()
    {
        if (mistakes.Count > 0)
            throw new ProblemException(Problem.BadFields(mistakes));
    }

    private T Wrong<T>(string name, string problem, T instead)
    {
        mistakes[name] = [problem];
        return instead;
    }
}
