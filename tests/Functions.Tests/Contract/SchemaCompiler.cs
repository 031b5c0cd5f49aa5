using System.Text.Json;

namespace Functions.Tests.Contract;

/// <summary>
/// Compiles the part of JSON Schema 2020-12 that openapi.yaml uses. Own code because no schema package can be restored
/// here; a keyword it does not know stops the tests, so that nothing in the contract is silently ignored.
/// </summary>
internal sealed class SchemaCompiler(JsonElement document)
{
    private static readonly HashSet<string> Annotations = ["description", "title", "examples", "example", "default"];

    private readonly Dictionary<string, Lazy<Schema>> known = [];

    public Schema Compile(JsonElement node)
    {
        var schema = new Schema();
        if (node.ValueKind == JsonValueKind.False)
            schema.Add((_, path, mistakes) => mistakes.Add(new Mistake(path, "must not be there")));
        if (node.ValueKind != JsonValueKind.Object)
            return schema;
        foreach (var keyword in node.EnumerateObject())
        {
            if (ValueChecks.For(keyword) is { } check)
                schema.Add(check);
            else if (!AddStructure(schema, node, keyword) && !Annotations.Contains(keyword.Name) && !keyword.Name.StartsWith("x-", StringComparison.Ordinal))
                throw new NotSupportedException($"The contract says '{keyword.Name}' in a schema, which SchemaCompiler does not know.");
        }

        return schema;
    }

    /// <summary>Compiles everything referred to, so that a mistake in the contract shows at once and checking writes nothing.</summary>
    public void CompileReferences()
    {
        while (known.Values.FirstOrDefault(schema => !schema.IsValueCreated) is { } next)
            _ = next.Value;
    }

    /// <summary>What a <c>$ref</c> points at.</summary>
    public JsonElement Resolve(string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
            throw new InvalidOperationException($"$ref {reference} leaves the file.");
        var node = document;
        foreach (var part in reference[2..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(part, out node))
                throw new InvalidOperationException($"$ref {reference} points at nothing.");
        }

        return node;
    }

    /// <summary>The node itself, or what it refers to: parameters, headers and answers may be shared.</summary>
    public JsonElement Followed(JsonElement node) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty("$ref", out var reference) ? Resolve(reference.GetString()!) : node;

    private bool AddStructure(Schema schema, JsonElement node, JsonProperty keyword)
    {
        switch (keyword.Name)
        {
            case "$ref":
                schema.Include(Referred(keyword.Value.GetString()!));
                return true;
            case "allOf":
                foreach (var part in keyword.Value.EnumerateArray().Select(Compile))
                    schema.Include(new Lazy<Schema>(part));
                return true;
            case "oneOf":
                schema.Add(OneOf([.. keyword.Value.EnumerateArray().Select(Compile)]));
                return true;
            case "properties":
                var properties = keyword.Value.EnumerateObject().ToDictionary(property => property.Name, property => Compile(property.Value));
                schema.Names(properties.Keys);
                schema.Add((value, path, mistakes) => Each(value, path, (name, child, at) => properties.GetValueOrDefault(name)?.Find(child, at, mistakes)));
                return true;
            case "additionalProperties":
                var other = Compile(keyword.Value);
                var named = node.TryGetProperty("properties", out var own) ? own.EnumerateObject().Select(property => property.Name).ToHashSet() : [];
                schema.Add((value, path, mistakes) => Each(value, path, (name, child, at) =>
                {
                    if (!named.Contains(name))
                        other.Find(child, at, mistakes);
                }));
                return true;
            case "unevaluatedProperties":
                var rest = Compile(keyword.Value);
                schema.Add((value, path, mistakes) => Each(value, path, (name, child, at) =>
                {
                    if (!schema.Describes(name))
                        rest.Find(child, at, mistakes);
                }));
                return true;
            case "items":
                var item = Compile(keyword.Value);
                schema.Add((value, path, mistakes) =>
                {
                    if (value.ValueKind != JsonValueKind.Array)
                        return;
                    foreach (var (i, child) in value.EnumerateArray().Index())
                        item.Find(child, $"{path}[{i}]", mistakes);
                });
                return true;
            default:
                return false;
        }
    }

    private Lazy<Schema> Referred(string reference)
    {
        if (!known.TryGetValue(reference, out var schema))
            known[reference] = schema = new Lazy<Schema>(() => Compile(Resolve(reference)));
        return schema;
    }

    private static void Each(JsonElement value, string path, Action<string, JsonElement, string> visit)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in value.EnumerateObject())
            visit(property.Name, property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}");
    }

    /// <summary>When no form fits, the mistakes of the one that fits best say most.</summary>
    private static Check OneOf(Schema[] forms) => (value, path, mistakes) =>
    {
        var found = forms.Select(form => form.MistakesIn(value, path)).ToList();
        var fitting = found.Count(each => each.Count == 0);
        if (fitting == 1)
            return;
        mistakes.Add(new Mistake(path, fitting == 0 ? $"fits none of {forms.Length} forms, {ValueChecks.Short(value)}" : $"fits {fitting} forms and must fit one"));
        if (fitting == 0)
            mistakes.AddRange(found.MinBy(each => each.Count)!);
    };
}
