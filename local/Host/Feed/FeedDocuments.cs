using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Local.Host.Feed;

/// <summary>
/// The documents of a page as the worker gets them: text that went through the host's own JSON reader, which understands dates and writes
/// them its own way. Whoever hashes, compares or takes the day of a date in a changed document is wrong in Azure, and so here.
/// </summary>
static class FeedDocuments
{
    /// <summary>Null for a page without documents.</summary>
    public static string? Read(Stream page)
    {
        using var reader = new JsonTextReader(new StreamReader(page)) { Culture = CultureInfo.InvariantCulture };
        var read = JToken.ReadFrom(reader);
        var documents = read as JArray ?? (JArray)read["Documents"]!;
        foreach (var date in documents.Descendants().OfType<JValue>())
        {
            // A date with an offset becomes one of the machine's zone; in Azure that is UTC.
            if (date.Value is DateTime { Kind: DateTimeKind.Local } local)
                date.Value = new DateTimeOffset(local.ToUniversalTime());
        }
        return documents.Count == 0 ? null : documents.ToString(Formatting.None);
    }
}
