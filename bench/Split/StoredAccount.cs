using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;

namespace Bench.Split;

/// <summary>An account with its one entry, as the app has written them: bodies to write again.</summary>
public sealed class StoredAccount(string id, byte[] head, string entryBefore, string entryAfter)
{
    // Japanese as it is: escaped, it would be twice as long.
    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Id => id;

    public byte[] Head => head;

    /// <summary>The same entry under another id.</summary>
    public byte[] Entry(string entryId) => Encoding.UTF8.GetBytes($"{entryBefore}{entryId}{entryAfter}");

    public static async Task<IReadOnlyList<StoredAccount>> All(Container container, CancellationToken cancellation)
    {
        var documents = new List<JsonObject>();
        using var pages = container.GetItemQueryStreamIterator(
            "SELECT * FROM c", requestOptions: new QueryRequestOptions { MaxItemCount = 1_000 });
        while (pages.HasMoreResults)
        {
            using var page = await pages.ReadNextAsync(cancellation);
            page.EnsureSuccessStatusCode();
            var read = await JsonNode.ParseAsync(page.Content, cancellationToken: cancellation);
            documents.AddRange(read!["Documents"]!.AsArray().Select(document => Own(document!.AsObject())));
        }

        return [.. documents.GroupBy(Account, StringComparer.Ordinal).Select(Of).OfType<StoredAccount>()];
    }

    static string Account(JsonObject document) => (string)document["accountId"]!;

    static string Type(JsonObject document) => (string)document["type"]!;

    /// <summary>Null where there is no award to write again.</summary>
    static StoredAccount? Of(IGrouping<string, JsonObject> documents)
    {
        if (documents.FirstOrDefault(document => Type(document) == "entry" && (string)document["kind"]! == "award") is not { } entry)
            return null;
        const string Mark = "<id>";
        entry["id"] = Mark;
        var parts = entry.ToJsonString(Readable).Split(Mark);
        var head = documents.Single(document => Type(document) == "account");
        return new StoredAccount(documents.Key, Encoding.UTF8.GetBytes(head.ToJsonString(Readable)), parts[0], parts[1]);
    }

    /// <summary>Without what the store adds.</summary>
    static JsonObject Own(JsonObject document)
    {
        foreach (var name in document.Select(property => property.Key).Where(name => name.StartsWith('_')).ToList())
            document.Remove(name);
        return document;
    }
}
