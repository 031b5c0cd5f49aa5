namespace Points.Programs;

/// <summary>A rule in Japanese words.</summary>
/// <param name="Rule">Where it stands in the terms, e.g. <c>award.unitYen</c>.</param>
public sealed record RuleText(string? Clause, string Rule, string Name, IReadOnlyList<string> Texts);

/// <summary>A clause with its number in one version and what it says.</summary>
/// <param name="Number">As the terms print it, e.g. 第5条第2項; of a rule that a web page says, its name there.</param>
public sealed record ClauseText(string Id, string Number, string Says, IReadOnlyList<RuleText> Rules)
{
    /// <summary>False where a web page beside the terms says it.</summary>
    public bool IsInTerms => Number.StartsWith('第');
}

/// <summary>A version of the terms for people to read: every clause in force, in its order, with the rules that come of it.</summary>
public sealed record TermsText(IReadOnlyList<ClauseText> Clauses, IReadOnlyList<RuleText> Rules)
{
    // The clauses of rules that stand there themselves.
    private static readonly string[] Repeated = ["expiry.clause", "expiry.yearClause"];

    public static TermsText Of(Program program, Terms terms)
    {
        var (stated, words) = (new ComparisonTerms(terms), new RuleTexts(program));
        List<RuleText> rules = [.. stated.Rules.Values.Where(rule => !Repeated.Contains(rule.Path)).Select(rule => new RuleText(rule.Clause, rule.Path, RuleTexts.NameOf(rule), words.Of(rule)))];
        // A clause that only another version knows is not in force; one that no rule of any version has is told as it stands.
        var others = program.Versions.Where(version => version != terms).Select(version => new ComparisonTerms(version)).ToList();
        var clauses =
            from clause in program.Clauses
            where stated.Knows(clause.Key) || !others.Exists(other => other.Knows(clause.Key))
            let number = stated.NumberOf(clause.Key)!
            orderby ClauseNumber.Position(number)
            select new ClauseText(clause.Key, number, clause.Value, [.. rules.Where(rule => rule.Clause == clause.Key)]);
        return new TermsText([.. clauses], rules);
    }
}
