using System.Text.Json;
using Local.Cosmos.Storage;
#pragma warning disable CA1822, CS9113
namespace Local.Cosmos.Queries;
internal sealed class Query { public bool Matches(JsonElement item) => item.ValueKind == JsonValueKind.Object; }
internal static class QueryParser { public static Query Parse(string text, object[] p) => new Query(); }
internal sealed class QueryOperations(Store store) { public Answer Handle(Incoming request, Container container, ReadOnlyMemory<byte> body, bool plan, CancellationToken ct) => Answer.Error(404, ""); }
