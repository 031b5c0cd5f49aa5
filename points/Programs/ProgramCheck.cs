using System.Text.Json.Nodes;

namespace Points.Programs;

/// <summary>
/// What a schema cannot see: names that must exist, dates that must follow each other. Works on the document, so that
/// these mistakes are reported together with those of form; what has the wrong form is passed over here.
/// </summary>
internal sealed class ProgramCheck(JsonObject document, string file, List<ProgramMistake> mistakes)
{
    private static readonly string[] Activities = [Ledger.EntryKind.Award, Ledger.EntryKind.Redemption, Ledger.EntryKind.Migration];

    public void Check()
    {
        if (KeysOf(document["clauses"]) is { } clauses)
            CheckClauses(document, clauses, "");
        var before = "";
        foreach (var (terms, path) in ItemsOf(document["versions"], "versions"))
        {
            CheckTerms(terms, path);
            foreach (var clause in KeysOf(At(terms, "clauseNumbers")) ?? [])
                CheckName(clause, KeysOf(document["clauses"]), $"{path}.clauseNumbers", null, "clause", "clauses");
            var from = Text(terms, "effectiveFrom") ?? before;
            // ISO dates sort as text.
            if (before.Length > 0 && string.CompareOrdinal(from, before) <= 0)
                Report($"{path}.effectiveFrom", null, "must be later than the version before it");
            before = from;
        }
    }

    private void CheckClauses(JsonNode? node, HashSet<string> clauses, string path)
    {
        if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
                CheckClauses(list[i], clauses, $"{path}[{i}]");
        }

        foreach (var (name, value) in node as JsonObject ?? [])
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (name is "clause" or "lapseClause" && Text(node, name) is { } clause && !clauses.Contains(clause))
                Report(at, clause, "names a clause that is not in clauses");
            else
                CheckClauses(value, clauses, at);
        }
    }

    private void CheckTerms(JsonNode? terms, string path)
    {
        var departments = KeysOf(document["departments"]);
        var facilities = KeysOf(document["facilities"]);
        var classes = NamesIn(At(terms, "cards.memberClasses.is"));
        var media = NamesIn(At(terms, "cards.media.is"));
        foreach (var part in (string[])["award", "redemption"])
        {
            CheckNames(terms, path, $"{part}.departments", departments, "department", "departments");
            foreach (var (place, _) in ItemsOf(At(terms, $"{part}.excluded.is"), ""))
            {
                if (facilities?.Contains(Text(place, "facility") ?? "") == false || departments?.Contains(Text(place, "department") ?? "") == false)
                    Report($"{path}.{part}.excluded.is", Text(At(terms, $"{part}.excluded"), "clause"), $"names {Text(place, "facility")}/{Text(place, "department")}, which is not in facilities and departments");
            }
        }

        foreach (var rule in (string[])["cards.registrationCodes", "cards.recall"])
            CheckNames(terms, path, rule, media, "medium", "media");
        CheckNames(terms, path, "expiry.extendedBy", [.. Activities], "activity", "award, redemption, migration");
        foreach (var (fee, at) in ItemsOf(At(terms, "cards.issueFees.is"), $"{path}.cards.issueFees.is"))
        {
            CheckName(Text(fee, "medium"), media, $"{at}.medium", Text(At(terms, "cards.issueFees"), "clause"), "medium", "media");
            CheckName(Text(fee, "memberClass"), classes, $"{at}.memberClass", Text(At(terms, "cards.issueFees"), "clause"), "member class", "memberClasses");
        }

        HashSet<string> kinds = [Ledger.Kinds.Base];
        foreach (var (campaign, at) in ItemsOf(At(terms, "award.campaigns"), $"{path}.award.campaigns"))
        {
            var clause = Text(At(campaign, "pointsPerUnit"), "clause");
            foreach (var name in NamesIn(At(campaign, "memberClasses")) ?? [])
                CheckName(name, classes, $"{at}.memberClasses", clause, "member class", "memberClasses");
            if (Text(campaign, "kind") is { } kind && !kinds.Add(kind))
                Report($"{at}.kind", clause, $"is the kind {kind} a second time");
        }
    }

    private void CheckNames(JsonNode? terms, string path, string rule, HashSet<string>? known, string what, string where)
    {
        foreach (var name in NamesIn(At(terms, $"{rule}.is")) ?? [])
            CheckName(name, known, $"{path}.{rule}.is", Text(At(terms, rule), "clause"), what, where);
    }

    private void CheckName(string? name, HashSet<string>? known, string path, string? clause, string what, string where)
    {
        if (name is not null && known?.Contains(name) == false)
            Report(path, clause, $"names the {what} {name}, which is not in {where}");
    }

    private void Report(string path, string? clause, string problem) => mistakes.Add(new ProgramMistake(file, path, clause, problem));

    private static JsonNode? At(JsonNode? node, string path) => path.Split('.').Aggregate(node, (at, name) => (at as JsonObject)?[name]);

    private static string? Text(JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static HashSet<string>? KeysOf(JsonNode? node) => node is JsonObject value ? [.. value.Select(property => property.Key)] : null;

    private static HashSet<string>? NamesIn(JsonNode? node) =>
        node is JsonArray list ? [.. list.OfType<JsonValue>().Select(value => value.TryGetValue<string>(out var text) ? text : null).OfType<string>()] : null;

    private static IEnumerable<(JsonNode? Item, string Path)> ItemsOf(JsonNode? node, string path) =>
        (node as JsonArray ?? []).Select((item, i) => (item, $"{path}[{i}]"));
}
