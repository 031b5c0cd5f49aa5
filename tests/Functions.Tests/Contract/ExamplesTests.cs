using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Functions.Tests.Contract;

/// <summary>The examples of the contract are one story, and the app tells it word for word; only hashes and the time of writing differ.</summary>
public sealed class ExamplesTests
{
    [Fact]
    public async Task TheApp_AnswersTheExamplesOfItsContract()
    {
        await using var app = await Backend.Start();

        await Tells("api/programs/kkr/cards", "CardRequest", "Issued", "2024-02-10T14:05:00+09:00", key: "kkr-front.local");
        await Tells("api/awards", "Purchase", "Awarded", "2024-02-10T15:30:00+09:00");
        Same("Entries", (await app.Get($"api/cards/{Card}/entries")).Json);
        await Tells("api/returns", "GoodsReturn", "Returned", "2024-02-11T10:15:00+09:00");
        At("2024-02-11T10:20:00+09:00");
        Same("Balance", (await app.Post("api/balance", Text("BalanceRequest"))).Json);
        At("2024-03-31T19:40:00+09:00");
        Same("Quoted", (await app.Post("api/quotes", Text("QuoteRequest"))).Json);
        await Tells("api/redemptions", "Redemption", "Redeemed", "2024-03-31T19:40:00+09:00");
        await Tells("api/voids", "VoidRequest", "Voided", "2024-03-31T19:52:00+09:00");
        At("2026-03-01T09:00:00+09:00");
        Same("LapsedBalance", (await app.Get($"api/cards/{Card}/balance")).Json);
        At("2026-09-01T00:00:00+09:00");
        Same("CardRetired", (await app.Award(Card, 1_000)).Json);

        async Task Tells(string path, string request, string answer, string at, string key = "kkr-pos.local")
        {
            At(at);
            var reply = await app.Post(path, Text(request), (string)Example(answer)["operationId"]!, key);
            Same(answer, reply.Json);
        }

        void At(string instant) => app.Clock.Stop(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));
    }

    private static string Card => (string)Example("Issued")["cardNumber"]!;

    private static void Same(string name, JsonNode answer) => Assert.Equal(Timeless(Example(name)), Timeless(answer));

    private static string Timeless(JsonNode? node) => node switch
    {
        JsonObject value => $"{{{string.Join(',', value
            .Where(property => property.Key is not ("entryHash" or "hash" or "previousHash" or "recordedAt"))
            .OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"\n{property.Key}: {Timeless(property.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Timeless))}]",
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string Text(string example) => Example(example).ToJsonString();

    private static JsonNode Example(string name) => JsonNode.Parse(
        OpenApi.Current.Json.GetProperty("components").GetProperty("examples").GetProperty(name).GetProperty("value").GetRawText())!;
}
