using System.Text.Json;

namespace Local.Worker.Feed;

/// <summary>Turns a page of the change feed into the list that the function's parameter asks for.</summary>
static class FeedBatch
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Type ItemType(string function, Type parameter) =>
        parameter.IsGenericType && parameter.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? parameter.GetGenericArguments()[0]
            : throw new InvalidOperationException($"Function '{function}': a Cosmos trigger binds IReadOnlyList<T>, not {parameter}.");

    /// <summary>Null for a page without documents.</summary>
    public static async Task<object?> Read(Stream page, Type item, CancellationToken cancellationToken)
    {
        using var document = await JsonDocument.ParseAsync(page, cancellationToken: cancellationToken);
        var documents = document.RootElement.ValueKind == JsonValueKind.Array
            ? document.RootElement
            : document.RootElement.GetProperty("Documents");
        // Copies: the elements of the list outlive the document they were read from.
        return documents.GetArrayLength() == 0 ? null : documents.Deserialize(typeof(List<>).MakeGenericType(item), Json);
    }
}
