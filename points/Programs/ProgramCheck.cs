using System.Text.Json.Nodes;

namespace Points.Programs;

/// <summary>What a schema cannot see: names that must exist, dates that must follow each other.</summary>
internal static class ProgramCheck
{
    public static IEnumerable<ProgramMistake> MistakesIn(Program program, JsonNode document, string file) =>
    [
        .. UnknownClauses(document, program, "", file),
        .. VersionMistakes(program, file),
        .. program.Versions.SelectMany((terms, i) => UnknownPlaces(program, terms, $"versions[{i}]", file)),
    ];

    private static IEnumerable<ProgramMistake> UnknownClauses(JsonNode? node, Program program, string path, string file) => node switch
    {
        JsonObject value => value.SelectMany(property =>
            property is { Key: "clause" or "lapseClause", Value: JsonValue said } && !program.Clauses.ContainsKey(said.GetValue<string>())
                ? [new ProgramMistake(file, $"{path}.{property.Key}".TrimStart('.'), said.GetValue<string>(), "names a clause that is not in clauses")]
                : UnknownClauses(property.Value, program, $"{path}.{property.Key}".TrimStart('.'), file)),
        JsonArray list => list.SelectMany((item, i) => UnknownClauses(item, program, $"{path}[{i}]", file)),
        _ => [],
    };

    private static IEnumerable<ProgramMistake> VersionMistakes(Program program, string file)
    {
        for (var i = 1; i < program.Versions.Count; i++)
        {
            if (program.Versions[i].EffectiveFrom <= program.Versions[i - 1].EffectiveFrom)
                yield return new ProgramMistake(file, $"versions[{i}].effectiveFrom", null, "must be later than the version before it");
        }
    }

    private static IEnumerable<ProgramMistake> UnknownPlaces(Program program, Terms terms, string path, string file)
    {
        (string Path, Rule<IReadOnlyList<string>> Rule)[] departments =
            [("award.departments", terms.Award.Departments), ("redemption.departments", terms.Redemption.Departments)];
        foreach (var (at, rule) in departments)
        {
            foreach (var department in rule.Is.Where(d => !program.Departments.ContainsKey(d)))
                yield return new ProgramMistake(file, $"{path}.{at}.is", rule.Clause, $"names the department {department}, which is not in departments");
        }

        (string Path, Rule<IReadOnlyList<Place>> Rule)[] excluded =
            [("award.excluded", terms.Award.Excluded), ("redemption.excluded", terms.Redemption.Excluded)];
        foreach (var (at, rule) in excluded)
        {
            foreach (var place in rule.Is.Where(p => !program.Facilities.ContainsKey(p.Facility) || !program.Departments.ContainsKey(p.Department)))
                yield return new ProgramMistake(file, $"{path}.{at}.is", rule.Clause, $"names {place.Facility}/{place.Department}, which is not in facilities and departments");
        }
    }
}
