using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Points.Programs;

/// <summary>What differs between two versions of a program's terms, rule by rule: the 新旧対照表.</summary>
public sealed record Comparison(string Program, string TermsTitle, ComparedVersion From, ComparedVersion To, IReadOnlyList<ComparisonRow> Rows)
{
    /// <summary>Compares the versions in force on two dates; the first is the old one.</summary>
    public static Comparison Of(Program program, DateOnly from, DateOnly to)
    {
        var (old, @new) = (new ComparisonTerms(program.TermsOn(from)), new ComparisonTerms(program.TermsOn(to)));
        return new Comparison(
            program.Id, program.TermsTitle, new ComparedVersion(old.EffectiveFrom), new ComparedVersion(@new.EffectiveFrom),
            [.. NumberRows(old, @new, program).Concat(RuleRows(old, @new, program)).OrderBy(row => row.Position, StringComparer.Ordinal)]);
    }

    private static IEnumerable<ComparisonRow> RuleRows(ComparisonTerms old, ComparisonTerms @new, Program program)
    {
        var texts = new RuleTexts(program);
        foreach (var path in @new.Rules.Keys.Union(old.Rules.Keys))
        {
            var (before, after) = (old.Rules.GetValueOrDefault(path), @new.Rules.GetValueOrDefault(path));
            if (before is not null && after is not null && before.Says(after))
                continue;
            var (oldTexts, newTexts) = (texts.Of(before), texts.Of(after));
            yield return new ComparisonRow((after ?? before)!.Clause, path, RuleTexts.NameOf((after ?? before)!))
            {
                Old = before is null ? null : new ComparisonSide(old.NumberOf(before.Clause), Marked(oldTexts, newTexts), before.Value),
                New = after is null ? null : new ComparisonSide(@new.NumberOf(after.Clause), Marked(newTexts, oldTexts), after.Value),
            };
        }
    }

    /// <summary>Clauses that stay but are counted differently.</summary>
    private static IEnumerable<ComparisonRow> NumberRows(ComparisonTerms old, ComparisonTerms @new, Program program) =>
        from clause in old.Renumbered.Union(@new.Renumbered)
        where old.Knows(clause) == @new.Knows(clause) && old.RawNumberOf(clause) != @new.RawNumberOf(clause)
        select new ComparisonRow(clause, $"{ComparisonRow.NumberPath}.{clause}", RuleNames.NameOf(ComparisonRow.NumberPath))
        {
            Old = NumberSide(old, clause, program),
            New = NumberSide(@new, clause, program),
        };

    private static ComparisonSide NumberSide(ComparisonTerms terms, string clause, Program program) => new(
        terms.NumberOf(clause),
        program.Clauses.TryGetValue(clause, out var says) ? [new ComparisonPart(says, IsChanged: false)] : [],
        JsonValue.Create(terms.RawNumberOf(clause)));

    /// <summary>A part that the other side lacks is a changed one. Where only clauses differ, or the order, all is.</summary>
    private static IReadOnlyList<ComparisonPart> Marked(IReadOnlyList<string> texts, IReadOnlyList<string> others)
    {
        var isAllThere = texts.All(others.Contains) && others.All(texts.Contains);
        return [.. texts.Select(text => new ComparisonPart(text, isAllThere || !others.Contains(text)))];
    }
}

public sealed record ComparedVersion(DateOnly EffectiveFrom);

/// <summary>A rule that differs, or a clause whose number does.</summary>
/// <param name="Clause">The clause that says the rule, by the numbering of the ids; null where the terms are silent.</param>
/// <param name="Rule">JSON path of the rule in a terms version, e.g. <c>redemption.excludableCategories</c>.</param>
/// <param name="Name">What the rule is called in Japanese.</param>
public sealed record ComparisonRow([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Clause, string Rule, string Name)
{
    internal const string NumberPath = "clauseNumbers";

    /// <summary>Null where the old version has no such rule: ＜新設＞.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ComparisonSide? Old { get; init; }

    /// <summary>Null where the new version has no such rule: ＜削除＞.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ComparisonSide? New { get; init; }

    /// <summary>True when only the number of the clause is told.</summary>
    [JsonIgnore]
    public bool IsNumber => Rule.StartsWith(NumberPath, StringComparison.Ordinal);

    /// <summary>Sorts as the clauses stand in the new terms, the number of a clause before its rules.</summary>
    internal string Position => $"{ClauseNumber.Position((New ?? Old)!.Number)} {(IsNumber ? 0 : 1)}";
}

/// <summary>What one version says.</summary>
/// <param name="Number">The clause's number in that version, e.g. 第9条; null where the terms are silent.</param>
public sealed record ComparisonSide(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never), JsonPropertyOrder(-2)] string? Number, [property: JsonIgnore] IReadOnlyList<ComparisonPart> Parts, JsonNode Value)
{
    /// <summary>The rule in Japanese words.</summary>
    [JsonPropertyOrder(-1)]
    public string Text => Parts.Count > 0 ? string.Join('、', Parts.Select(part => part.Text)) : Number ?? "";
}

/// <summary>An element of a list, or a whole value: the smallest thing that is underlined.</summary>
public sealed record ComparisonPart(string Text, bool IsChanged);
