using System.Net.Http.Headers;
using System.Text.Json;

namespace Functions.Tests.Contract;

/// <summary>A parameter of a call or a header of an answer.</summary>
internal sealed record Named(string Name, string In, bool IsRequired, Schema Schema)
{
    /// <summary>What is wrong with the text that was sent under this name.</summary>
    public IEnumerable<Mistake> MistakesIn(string? text) => text is null
        ? IsRequired ? [new Mistake(Name, $"is missing in the {In}")] : []
        : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && Schema.MistakesIn(JsonSerializer.SerializeToElement(number), Name) is []
                ? [] : Schema.MistakesIn(JsonSerializer.SerializeToElement(text), Name);
}

/// <summary>A declared answer: its headers, and a schema per media type; no media type means no body.</summary>
internal sealed record DeclaredAnswer(IReadOnlyList<Named> Headers, IReadOnlyDictionary<string, Schema> Content);

/// <summary>One call of the contract.</summary>
/// <param name="Body">A schema per media type; none means that the call takes no body.</param>
internal sealed record DeclaredCall(
    string Method, string Path, JsonElement Json, IReadOnlyList<Named> Parameters, IReadOnlyDictionary<string, Schema> Body,
    IReadOnlyDictionary<int, DeclaredAnswer> Answers)
{
    private readonly string[] segments = Path.Split('/');

    public bool IsLocalOnly => Json.TryGetProperty("x-local-only", out var only) && only.GetBoolean();

    /// <summary>Where the caller's key is: a terminal's, unless the call names the host's own.</summary>
    public string KeyHeader =>
        Json.TryGetProperty("security", out var security) && security.EnumerateArray().Any(scheme => scheme.TryGetProperty("masterKey", out _))
            ? "x-functions-key"
            : "Authorization";

    public bool IsPublic => Json.TryGetProperty("security", out var security) && security.GetArrayLength() == 0;

    public int Placeholders => segments.Count(IsPlaceholder);

    /// <summary>The values of the path's parameters; null when it is another path.</summary>
    public Dictionary<string, string>? Match(string path)
    {
        var asked = path.Split('/');
        if (asked.Length != segments.Length || segments.Zip(asked).Any(pair => !IsPlaceholder(pair.First) && pair.First != pair.Second))
            return null;
        return segments.Zip(asked).Where(pair => IsPlaceholder(pair.First)).ToDictionary(pair => pair.First.Trim('{', '}'), pair => Uri.UnescapeDataString(pair.Second));
    }

    private static bool IsPlaceholder(string segment) => segment.StartsWith('{');
}

/// <summary>openapi.yaml, parsed once for all tests.</summary>
internal sealed class OpenApi
{
    private static readonly Lazy<OpenApi> Loaded = new(() => new OpenApi(File.ReadAllText(FilePath)));

    private static readonly Dictionary<string, Schema> NoContent = [];

    private readonly ILookup<string, DeclaredCall> byMethod;
    private readonly SchemaCompiler compiler;

    public OpenApi(string yaml)
    {
        Json = Yaml.Read(yaml);
        compiler = new SchemaCompiler(Json);
        Calls =
        [
            .. from path in Json.GetProperty("paths").EnumerateObject()
               from call in path.Value.EnumerateObject()
               select Read(path.Name, call),
        ];
        compiler.CompileReferences();
        byMethod = Calls.OrderBy(call => call.Placeholders).ToLookup(call => call.Method);
    }

    public static OpenApi Current => Loaded.Value;

    public static string FilePath => Path.Combine(AppContext.BaseDirectory, "openapi.yaml");

    public JsonElement Json { get; }

    public IReadOnlyList<DeclaredCall> Calls { get; }

    public (DeclaredCall Call, Dictionary<string, string> PathValues)? Find(HttpMethod method, string path)
    {
        foreach (var call in byMethod[method.Method])
        {
            if (call.Match(path) is { } values)
                return (call, values);
        }

        return null;
    }

    public JsonElement Resolve(string reference) => compiler.Resolve(reference);

    public JsonElement Followed(JsonElement node) => compiler.Followed(node);

    public Schema SchemaOf(JsonElement node) => compiler.Compile(node);

    private DeclaredCall Read(string path, JsonProperty call) => new(
        call.Name.ToUpperInvariant(), path, call.Value,
        call.Value.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray().Select(parameter => Parameter(Followed(parameter)))] : [],
        call.Value.TryGetProperty("requestBody", out var body) ? ContentOf(body) : NoContent,
        call.Value.GetProperty("responses").EnumerateObject().ToDictionary(
            answer => int.Parse(answer.Name, System.Globalization.CultureInfo.InvariantCulture), answer => Answer(Followed(answer.Value))));

    private Named Parameter(JsonElement node) => new(
        node.GetProperty("name").GetString()!, node.GetProperty("in").GetString()!, IsRequired(node), SchemaOf(node.GetProperty("schema")));

    private DeclaredAnswer Answer(JsonElement node) => new(
        node.TryGetProperty("headers", out var headers)
            ? [.. headers.EnumerateObject().Select(header => (header.Name, Node: Followed(header.Value))).Select(h => new Named(h.Name, "header", IsRequired(h.Node), SchemaOf(h.Node.GetProperty("schema"))))]
            : [],
        ContentOf(node));

    private Dictionary<string, Schema> ContentOf(JsonElement node) => node.TryGetProperty("content", out var content)
        ? content.EnumerateObject().ToDictionary(type => MediaTypeHeaderValue.Parse(type.Name).MediaType!, type => SchemaOf(type.Value.GetProperty("schema")))
        : NoContent;

    private static bool IsRequired(JsonElement node) => node.TryGetProperty("required", out var required) && required.GetBoolean();
}
