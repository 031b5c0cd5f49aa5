using System.Text.Json;
using System.Text.Json.Nodes;

namespace Points.Programs;

/// <summary>A terms version as a flat list of what it says: found by walking its JSON, so that no rule can be forgotten.</summary>
internal sealed class ComparisonTerms
{
    private readonly Terms terms;
    private readonly HashSet<string> clauses;

    public ComparisonTerms(Terms terms)
    {
        this.terms = terms;
        foreach (var rule in RulesIn(JsonSerializer.SerializeToNode(terms, ProgramJson.Default.Terms)!.AsObject(), ""))
        {
            // A name that stands twice in a list must not hide the second one.
            var path = rule.Path;
            while (!Rules.TryAdd(path, rule with { Path = path }))
                path += "'";
        }

        clauses = [.. Rules.Values.Select(rule => rule.Clause).OfType<string>()];
    }

    public Dictionary<string, StatedRule> Rules { get; } = [];

    public DateOnly EffectiveFrom => terms.EffectiveFrom;

    /// <summary>Clauses that this version counts differently from their ids.</summary>
    public IEnumerable<string> Renumbered => terms.ClauseNumbers?.Keys ?? [];

    public bool Knows(string clause) => clauses.Contains(clause);

    public string RawNumberOf(string clause) => terms.ClauseNumbers?.GetValueOrDefault(clause) ?? clause[(clause.IndexOf('-', StringComparison.Ordinal) + 1)..];

    public string? NumberOf(string? clause) => clause is null ? null : ClauseNumber.InJapanese(RawNumberOf(clause));

    private static IEnumerable<StatedRule> RulesIn(JsonObject node, string under)
    {
        foreach (var (name, value) in node)
        {
            var path = under.Length == 0 ? name : $"{under}.{name}";
            var found = value switch
            {
                null => [],
                _ when path is "effectiveFrom" or ComparisonRow.NumberPath => [],
                JsonObject rule when rule["is"] is { } says => [new StatedRule(path, path, (string?)rule["clause"], says)],
                JsonObject group => RulesIn(group, path),
                JsonArray list when list.All(item => item is JsonObject) => list.Select(item => Item(item!.AsObject(), path)),
                _ => [new StatedRule(path, path, name == "lapseClause" ? (string?)value : ClauseOf(node), value)],
            };
            foreach (var rule in found)
                yield return rule;
        }
    }

    /// <summary>A campaign, a milestone, a perk: known by its own name wherever it stands in the list, and compared as a whole.</summary>
    private static StatedRule Item(JsonObject item, string list) =>
        new($"{list}.{item["id"] ?? item["kind"] ?? item["name"]}", list, ClauseOf(item), WithoutSettings(item));

    private static string? ClauseOf(JsonObject node) =>
        (string?)node["clause"] ?? node.Select(property => property.Value).OfType<JsonObject>().Select(child => (string?)child["clause"]).FirstOrDefault(clause => clause is not null);

    private static JsonObject WithoutSettings(JsonObject item)
    {
        var copy = item.DeepClone().AsObject();
        foreach (var rule in copy.Select(property => property.Value).OfType<JsonObject>())
            rule.Remove("setting");
        return copy;
    }
}

/// <summary>One thing that a terms version says.</summary>
/// <param name="Path">Where it stands; for an item of a list the list and the item's own name.</param>
/// <param name="Kind">The path that names it: of an item, its list.</param>
internal sealed record StatedRule(string Path, string Kind, string? Clause, JsonNode Value)
{
    public bool Says(StatedRule other) => Clause == other.Clause && IsSame(Value, other.Value);

    /// <summary>Lists of names are sets: their order says nothing.</summary>
    private static bool IsSame(JsonNode value, JsonNode other) =>
        JsonNode.DeepEquals(value, other)
        || value is JsonArray list && other is JsonArray others && list.Count == others.Count && list.All(IsText) && others.All(IsText)
            && list.Select(item => (string?)item).Order(StringComparer.Ordinal).SequenceEqual(others.Select(item => (string?)item).Order(StringComparer.Ordinal));

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;
}
