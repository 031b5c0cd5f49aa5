using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Points.Programs;

/// <summary>One mistake in a program file: where it is, which clause it belongs to and what is wrong.</summary>
public sealed record ProgramMistake(string File, string Path, string? Clause, string Problem)
{
    public override string ToString() => $"{File}: {Path}{(Clause is null ? "" : $" ({Clause})")} {Problem}";
}

/// <summary>A program file that must not be run; names every mistake.</summary>
public sealed class InvalidProgramFileException(IReadOnlyList<ProgramMistake> mistakes)
    : Exception($"The program terms have {mistakes.Count} mistake(s):\n{string.Join('\n', mistakes)}")
{
    public IReadOnlyList<ProgramMistake> Mistakes => mistakes;
}

/// <summary>Reads a program from its JSON text, or says everything that is wrong with it.</summary>
public static class ProgramReader
{
    /// <exception cref="InvalidProgramFileException">Names every mistake with file, path and clause.</exception>
    public static Program Read(string file, string json, string schemaJson)
    {
        List<ProgramMistake> mistakes = [];
        JsonNode? document = null;
        try
        {
            document = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException bad)
        {
            mistakes.Add(new ProgramMistake(file, bad.LineNumber is { } line ? $"line {line + 1}" : "text", null, $"is not JSON: {bad.Message}"));
        }

        if (mistakes.Count == 0)
            new SchemaCheck(JsonNode.Parse(schemaJson)!.AsObject(), file, mistakes).Check(document);
        if (document is JsonObject value)
            new ProgramCheck(value, file, mistakes).Check();
        if (mistakes.Count > 0)
            throw new InvalidProgramFileException(mistakes);

        (document as JsonObject)!.Remove("$schema");
        return document.Deserialize(ProgramJson.Default.Program)!;
    }
}

/// <summary>The JSON form of a program: <c>programs/*.json</c>, and what <c>GET /api/programs</c> answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Program))]
public sealed partial class ProgramJson : JsonSerializerContext;

/// <summary>Programs as they are shown: Japanese text as itself.</summary>
public static class ReadableProgram
{
    public static System.Text.Json.Serialization.Metadata.JsonTypeInfo<Program> Json { get; } = new ProgramJson(new JsonSerializerOptions(ProgramJson.Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }).Program;
}
