using System.Text.Json;

namespace Functions.Tests.Contract;

/// <summary>The validator itself: each keyword refuses what it must, and only that.</summary>
public sealed class SchemaTests
{
    [Theory]
    [InlineData("type: string", "\"a\"", "1")]
    [InlineData("type: object", "{}", "[]")]
    [InlineData("type: array", "[]", "{}")]
    [InlineData("type: boolean", "true", "\"true\"")]
    [InlineData("type: integer", "3", "3.5")]
    [InlineData("type: integer", "3.0", "\"3\"")]
    [InlineData("type: [string, 'null']", "null", "0")]
    [InlineData("enum: [cash, null]", "null", "\"card\"")]
    [InlineData("const: award", "\"award\"", "\"void\"")]
    [InlineData("const: 0", "0", "1")]
    [InlineData("minimum: 1", "1", "0")]
    [InlineData("maximum: 999", "999", "1000")]
    [InlineData("maximum: 999", "\"text\"", "1e400")]
    [InlineData("minLength: 2", "\"ab\"", "\"a\"")]
    [InlineData("maxLength: 2", "\"𠮷野\"", "\"abc\"")]
    [InlineData("minItems: 1", "[1]", "[]")]
    [InlineData("maxItems: 1", "[1]", "[1,2]")]
    [InlineData("uniqueItems: true", "[1,2]", "[1,1]")]
    [InlineData("minProperties: 1", "{\"a\":1}", "{}")]
    [InlineData("maxProperties: 1", "{\"a\":1}", "{\"a\":1,\"b\":2}")]
    [InlineData("required: [a]", "{\"a\":null}", "{}")]
    [InlineData("pattern: '^[0-9]{2}$'", "\"12\"", "\"12\\n\"")]
    [InlineData("pattern: '\\S'", "\" a\"", "\"\\u3000 \"")]
    [InlineData("format: date", "\"2024-02-29\"", "\"2026-02-29\"")]
    [InlineData("format: date-time", "\"2024-02-10T15:30:00.5+09:00\"", "\"2024-02-10T15:30:00\"")]
    [InlineData("format: date-time", "\"2024-02-10T15:30:00Z\"", "\"2024-02-10T25:30:00Z\"")]
    [InlineData("items: { type: integer }", "[1]", "[1,\"2\"]")]
    [InlineData("properties: { a: { type: integer } }", "{\"a\":1,\"b\":\"x\"}", "{\"a\":\"1\"}")]
    [InlineData("{ properties: { a: true }, additionalProperties: false }", "{\"a\":1}", "{\"a\":1,\"b\":2}")]
    [InlineData("additionalProperties: { type: string }", "{\"a\":\"x\"}", "{\"a\":1}")]
    [InlineData("{ properties: { a: true }, allOf: [{ properties: { b: true } }], unevaluatedProperties: false }", "{\"a\":1,\"b\":1}", "{\"c\":1}")]
    [InlineData("allOf: [{ type: integer }, { minimum: 2 }]", "2", "1")]
    [InlineData("oneOf: [{ type: integer }, { type: string }]", "\"a\"", "true")]
    [InlineData("oneOf: [{ type: integer }, { minimum: 2 }]", "1", "2")]
    [InlineData("$ref: '#/components/schemas/Positive'", "1", "0")]
    public void AKeyword_LetsTheRightValueThrough_AndRefusesTheWrongOne(string schema, string right, string wrong)
    {
        var compiled = Compile(schema);

        Assert.Empty(compiled.MistakesIn(JsonElement.Parse(right)));
        Assert.NotEmpty(compiled.MistakesIn(JsonElement.Parse(wrong)));
    }

    [Fact]
    public void Mistakes_CarryTheirPath()
    {
        var schema = Compile("{ properties: { items: { items: { required: [name], properties: { yen: { type: integer } }, additionalProperties: false } } } }");

        var mistakes = schema.MistakesIn(JsonElement.Parse("""{"items":[{"name":1,"yen":1},{"yen":"ten"}]}"""));

        Assert.Equal(["items[0].name", "items[1].name", "items[1].yen"], mistakes.Select(mistake => mistake.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("exclusiveMinimum: 1")]
    [InlineData("format: email")]
    public void AnUnknownKeywordOrFormat_StopsTheTests(string schema) => Assert.Throws<NotSupportedException>(() => Compile(schema));

    [Theory]
    [InlineData("#/components/schemas/Nothing")]
    [InlineData("other.yaml#/a")]
    public void AReferenceToNothing_StopsTheTests(string reference) =>
        Assert.Throws<InvalidOperationException>(() => Compile($"$ref: '{reference}'").MistakesIn(JsonElement.Parse("1")));

    [Theory]
    [InlineData("'12'", "\"12\"")]
    [InlineData("12", "12")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("2024-02-10", "\"2024-02-10\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("[true, null]", "[true,null]")]
    public void Yaml_OfTheCoreSchema(string yaml, string json) => Assert.Equal(json, Yaml.Read(yaml).GetRawText());

    private static Schema Compile(string schema) =>
        new SchemaCompiler(JsonElement.Parse("""{"components":{"schemas":{"Positive":{"minimum":1}}}}""")).Compile(Yaml.Read(schema));
}
