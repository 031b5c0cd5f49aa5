using System.Reflection;
using System.Text.Json;
using Functions.Http;
using Functions.Web;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests.Contract;

/// <summary>openapi.yaml is complete, true to the functions and free of contradictions.</summary>
public sealed class ContractTests
{
    private static readonly OpenApi Contract = OpenApi.Current;

    private static IEnumerable<DeclaredCall> Served => Contract.Calls.Where(call => !call.IsLocalOnly);

    [Fact]
    public void EveryFunction_IsInTheContract_WithItsRoleAndItsOperationId_AndNothingElseIs()
    {
        var functions =
            from method in typeof(PointsApp).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            where method.GetCustomAttribute<FunctionAttribute>() is not null && method.GetCustomAttribute<PageAttribute>() is null
            from trigger in method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>()
            from verb in trigger.Methods!
            let access = method.GetCustomAttribute<AccessAttribute>()!
            select $"{verb.ToUpperInvariant()} /{trigger.Route} {access.Role} {access.Changes}";

        Assert.Equal(
            functions.Order(StringComparer.OrdinalIgnoreCase),
            Served.Select(call => $"{call.Method} {call.Path} {call.Json.GetProperty("x-role")} {HasOperationId(call)}").Order(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void LocalOnlyCalls_AreNoFunctionsOfTheApp_AndNeedNoKeyOfATerminal() =>
        Assert.All(Contract.Calls.Where(call => call.IsLocalOnly), call =>
        {
            Assert.True(call.Path.StartsWith("/api/local/", StringComparison.Ordinal) || call.Path.StartsWith("/admin/", StringComparison.Ordinal), call.Path);
            Assert.Equal(call.Path.StartsWith("/admin/", StringComparison.Ordinal), !call.IsPublic && call.KeyHeader == "x-functions-key");
            Assert.False(call.Json.TryGetProperty("x-role", out _), call.Path);
        });

    [Fact]
    public void EveryCall_DeclaresWhatItsMiddlewareCanAnswer() =>
        Assert.All(Served, call =>
        {
            IEnumerable<int> expected =
            [
                500,
                .. call.IsPublic ? Array.Empty<int>() : [401, 403, 429, 503],
                .. call.Body.Count > 0 ? [400, 408, 413] : Array.Empty<int>(),
                .. call.Parameters.Any(parameter => parameter.In != "path") ? [400] : Array.Empty<int>(),
            ];
            Assert.Empty(expected.Except(call.Answers.Keys).Select(status => $"{call.Method} {call.Path} lacks {status}"));
            Assert.Equal(call.IsPublic, call.Json.GetProperty("x-role").GetString() == "public");
        });

    [Fact]
    public void EveryOperation_HasItsOwnIdAndASummary()
    {
        Assert.All(Contract.Calls, call => Assert.True(call.Json.TryGetProperty("summary", out _), call.Path));
        Assert.Equal(Contract.Calls.Count, Contract.Calls.Select(call => call.Json.GetProperty("operationId").GetString()).Distinct().Count());
    }

    [Fact]
    public void EveryReference_PointsAtSomething_AndEveryComponentIsReferredTo()
    {
        var references = ObjectsIn(Contract.Json).Where(node => node.TryGetProperty("$ref", out _)).Select(node => node.GetProperty("$ref").GetString()!).ToHashSet();
        var components =
            from section in Contract.Json.GetProperty("components").EnumerateObject()
            where section.Name != "securitySchemes"
            from component in section.Value.EnumerateObject()
            select $"#/components/{section.Name}/{component.Name}";

        Assert.All(references, reference => Contract.Resolve(reference));
        Assert.Empty(components.Except(references));
    }

    [Fact]
    public void EveryExample_FitsItsSchema()
    {
        var found = 0;
        foreach (var media in ObjectsIn(Contract.Json).Where(node => node.TryGetProperty("schema", out _) && node.TryGetProperty("examples", out _)))
        {
            var schema = Contract.SchemaOf(media.GetProperty("schema"));
            foreach (var example in media.GetProperty("examples").EnumerateObject())
            {
                Assert.Empty(schema.MistakesIn(Contract.Followed(example.Value).GetProperty("value")).Select(mistake => $"{example.Name}: {mistake}"));
                found++;
            }
        }

        foreach (var schema in ObjectsIn(Contract.Json).Where(node => node.TryGetProperty("examples", out var list) && list.ValueKind == JsonValueKind.Array))
        {
            Assert.All(schema.GetProperty("examples").EnumerateArray(), example => Assert.Empty(Contract.SchemaOf(schema).MistakesIn(example)));
            found++;
        }

        Assert.True(found > 30, $"Only {found} examples were found.");
    }

    [Fact]
    public void EveryObject_SaysThatNothingElseIsInIt_UnlessItIsAPartOfOthers()
    {
        var open =
            from schema in Contract.Json.GetProperty("components").GetProperty("schemas").EnumerateObject()
            where !schema.Name.EndsWith("Facts", StringComparison.Ordinal)
            from node in ObjectsIn(schema.Value)
            where node.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "object"
            where !node.TryGetProperty("additionalProperties", out _) && !node.TryGetProperty("oneOf", out _)
            select schema.Name;

        Assert.Empty(open);
    }

    [Fact]
    public void EveryProblemCode_SaysWhatToDo_AndIsAnsweredSomewhere()
    {
        var codes = Contract.Json.GetProperty("components").GetProperty("schemas").GetProperty("ProblemCode").GetProperty("oneOf").EnumerateArray().ToList();
        var answered = ObjectsIn(Contract.Json)
            .Where(node => node.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Object)
            .Select(node => node.GetProperty("code"))
            .SelectMany(code => code.TryGetProperty("enum", out var several) ? several.EnumerateArray() : code.TryGetProperty("const", out var one) ? [one] : Enumerable.Empty<JsonElement>())
            .Select(code => code.GetString());

        Assert.All(codes, code => Assert.True(code.GetProperty("description").GetString()!.Length > 10));
        Assert.Equal(codes.Select(code => code.GetProperty("const").GetString()).Order(StringComparer.Ordinal), answered.Distinct().Order(StringComparer.Ordinal));
    }

    private static bool HasOperationId(DeclaredCall call) => call.Parameters.Any(parameter => parameter is { Name: "Idempotency-Key", IsRequired: true });

    private static IEnumerable<JsonElement> ObjectsIn(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(property => ObjectsIn(property.Value)).Prepend(node),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(ObjectsIn),
        _ => [],
    };
}
