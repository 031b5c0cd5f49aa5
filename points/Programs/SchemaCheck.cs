using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Points.Programs;

/// <summary>
/// Holds a JSON document against the part of JSON Schema that <c>programs/program.schema.json</c> uses, and finds every
/// mistake with its path and the nearest clause. Own code because no schema library can be restored here.
/// </summary>
internal sealed class SchemaCheck(JsonObject schema, string file, List<ProgramMistake> mistakes)
{
    public void Check(JsonNode? document) => Check(document, schema, "", clause: null);

    private void Check(JsonNode? node, JsonObject rule, string path, string? clause)
    {
        if (rule["$ref"] is { } reference)
            rule = Resolve(reference.GetValue<string>());
        if (node is JsonObject own && own["clause"] is JsonValue said && said.GetValueKind() == JsonValueKind.String)
            clause = said.GetValue<string>();
        if (rule["oneOf"] is JsonArray branches)
        {
            CheckOneOf(node, branches, path, clause);
            return;
        }

        if (rule["type"] is { } type && !HasType(node, type.GetValue<string>()))
        {
            Report(path, clause, $"must be {Article(type.GetValue<string>())}{(node is null ? "" : $", not {node.ToJsonString()}")}");
            return;
        }

        switch (node)
        {
            case JsonObject value:
                CheckObject(value, rule, path, clause);
                break;
            case JsonArray list:
                if (rule["minItems"] is { } least && list.Count < least.GetValue<int>())
                    Report(path, clause, $"needs at least {least} item(s)");
                if (rule["items"] is JsonObject each)
                {
                    for (var i = 0; i < list.Count; i++)
                        Check(list[i], each, $"{path}[{i}]", clause);
                }

                break;
            case JsonValue value:
                CheckValue(value, rule, path, clause);
                break;
        }
    }

    private void CheckObject(JsonObject value, JsonObject rule, string path, string? clause)
    {
        var properties = rule["properties"] as JsonObject ?? [];
        foreach (var name in (rule["required"] as JsonArray ?? []).Select(n => n!.GetValue<string>()).Where(n => !value.ContainsKey(n)))
            Report(Join(path, name), clause, "is missing");
        foreach (var (name, child) in value)
        {
            if (properties[name] is JsonObject known)
                Check(child, known, Join(path, name), clause);
            else if (rule["additionalProperties"] is JsonObject any)
                Check(child, any, Join(path, name), clause);
            else if (name is not "$schema")
                Report(Join(path, name), clause, $"is not known here; known are {string.Join(", ", properties.Select(p => p.Key))}");
        }
    }

    private void CheckValue(JsonValue value, JsonObject rule, string path, string? clause)
    {
        if (rule["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
            Report(path, clause, $"must be one of {string.Join(", ", allowed.Select(a => a!.ToJsonString()))}, not {value.ToJsonString()}");
        if (rule["pattern"] is { } pattern && !Regex.IsMatch(value.GetValue<string>(), pattern.GetValue<string>(), RegexOptions.None, TimeSpan.FromSeconds(1)))
            Report(path, clause, $"must match {pattern}, not {value.ToJsonString()}");
        if (rule["format"] is { } format && format.GetValue<string>() == "date" && !DateOnly.TryParseExact(value.GetValue<string>(), "yyyy-MM-dd", out _))
            Report(path, clause, $"must be a date YYYY-MM-DD, not {value.ToJsonString()}");
        if (rule["maximum"] is { } maximum && value.GetValue<long>() > maximum.GetValue<long>())
            Report(path, clause, $"must be at most {maximum}, not {value.ToJsonString()}");
        if (rule["minimum"] is { } minimum && value.GetValue<long>() < minimum.GetValue<long>())
            Report(path, clause, $"must be at least {minimum}, not {value.ToJsonString()}");
    }

    /// <summary>The branches differ by the constant of one property, so a mistake is reported against the branch that was meant.</summary>
    private void CheckOneOf(JsonNode? node, JsonArray branches, string path, string? clause)
    {
        var said = (node as JsonObject)?["rule"] as JsonValue;
        foreach (var branch in branches.OfType<JsonObject>())
        {
            var resolved = branch["$ref"] is { } reference ? Resolve(reference.GetValue<string>()) : branch;
            var named = resolved["properties"]!["rule"]!["enum"]![0];
            if (!JsonNode.DeepEquals(named, said))
                continue;
            Check(node, resolved, path, clause);
            return;
        }

        Report(Join(path, "rule"), clause, "must name one of the rules of program.schema.json");
    }

    private JsonObject Resolve(string reference) => schema["$defs"]![reference["#/$defs/".Length..]]!.AsObject();

    private void Report(string path, string? clause, string problem) => mistakes.Add(new ProgramMistake(file, path, clause, problem));

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Article(string type) => type is "integer" or "object" or "array" ? $"an {type}" : $"a {type}";

    private static bool HasType(JsonNode? node, string type) => (type, node?.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => node!.AsValue().TryGetValue<long>(out _),
        _ => false,
    };
}
