using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Functions.Ledger;
using Functions.Store;
using Functions.Tests.Operations;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Points.Ledger;

namespace Functions.Tests.Journal;

/// <summary>What an app has exported into its folder, and what tests do with it.</summary>
internal static class ExportedJournal
{
    public static DateTimeOffset Japanese(string when) => DateTimeOffset.Parse($"{when}+09:00", System.Globalization.CultureInfo.InvariantCulture);

    public static void At(this Backend app, string when) => app.Clock.Stop(Japanese(when));

    public static string Journal(this Backend app, string container = "journal") => Path.Combine(app.Folder, container);

    /// <summary>As the timer does it at night.</summary>
    public static async Task Export(this Backend app, string when)
    {
        app.At(when);
        Assert.Equal(202, (await app.Post("admin/functions/ExportJournal", new { input = "" })).Status);
    }

    /// <summary>Relative path → content.</summary>
    public static SortedDictionary<string, string> Files(string folder) => new(
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText) : [],
        StringComparer.Ordinal);

    public static JsonNode Manifest(this Backend app, string program, string day) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(app.Journal(), program, day, "manifest.json")))!;

    public static IReadOnlyList<Entry> Entries(string folder) =>
    [
        .. Files(folder).Where(file => Path.GetFileName(file.Key).StartsWith("entries-", StringComparison.Ordinal))
            .SelectMany(file => file.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => JsonSerializer.Deserialize(line, LedgerJson.Readable.Entry)!),
    ];

    /// <summary>Every entry that the store has, by hash.</summary>
    public static async Task<IReadOnlyList<string>> StoredHashes(this Backend app)
    {
        var entries = await app.Services.GetRequiredService<CosmosStore>().Accounts.Query(
            new QueryDefinition("SELECT * FROM c WHERE c.type = 'entry'"), partition: null, LedgerJson.Readable.Entry, CancellationToken.None);
        return [.. entries.Select(entry => entry.Hash!).Order(StringComparer.Ordinal)];
    }

    public static IReadOnlyList<string> Hashes(string folder) => [.. Entries(folder).Select(entry => entry.Hash!).Order(StringComparer.Ordinal)];

    /// <summary>Exit code and every line of <c>verify</c>.</summary>
    public static (int Code, IReadOnlyList<string> Lines) Verify(string folder)
    {
        using var output = new StringWriter();
        var code = Functions.Journal.VerifyCommand.Run([folder], output);
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public static void AssertVerifies(string folder)
    {
        var (code, lines) = Verify(folder);
        Assert.True(code == 0, string.Join('\n', lines));
        Assert.Equal("Everything matches.", lines[^1]);
    }

    /// <summary>Three days with two kinds of corrections, points of several kinds, a debt, a transfer, a merge, a link and a lapse.</summary>
    public static async Task Live(this Backend app)
    {
        app.At("2026-03-02 10:00");
        var holder = new OneHolder(app);
        var (one, two, three) = (await holder.Card(points: 1_500), await holder.Card(points: 2_000), await holder.Card(points: 500));
        await Done(app.Redeem(one, 1_000, 1_000, "r1"));
        await Done(app.Post("api/voids", new { card = one, operationId = "r1" }, "v1"));
        var keio = await Card("keio");
        await Done(Keio("api/awards", new { card = keio, amountYen = 10_000, facility = "shinjuku", department = "store", receiptNumber = "R-1" }, "buy"));
        await Done(Keio("api/awards", new { card = keio, amountYen = 11_000, taxYen = 1_000, facility = "shinjuku", department = "travel" }, "trip"));

        app.At("2026-03-03 11:00");
        await Done(Keio("api/redemptions", new { card = keio, points = 80, billYen = 80, facility = "shinjuku", department = "store" }, "use"));
        await Done(Keio("api/returns", new { card = keio, awardOperationId = "buy", receiptNumber = "R-1" }, "back"));
        await Done(holder.Merge("m1", one, two));
        var (from, to) = (await Card("kampo"), await Card("kampo"));
        await Done(app.Post("api/awards", new { card = from, amountYen = 31_850, guests = 2, facility = "hakone", department = "lodging", payment = "cash", booking = "direct" }, "stay", "kampo-pos.local"));
        await Done(app.Post("api/transfers", new { card = from, toCard = to, awardOperationId = "stay", points = 100, sameHousehold = true, kinshipDegree = 1 }, "gift", "kampo-pos.local"));

        app.At("2026-03-04 12:00");
        await Done(holder.Link("l1", one, three));
        await Done(app.Award(three, 10_000, "a3"));
        await Done(Keio("api/awards", new { card = keio, amountYen = 30_000, facility = "shinjuku", department = "store" }, "buy-2"));
        await app.Export("2026-03-05 04:10");

        Task<Reply> Keio(string path, object body, string id) => app.Post(path, body, id, "keio-pos.local");

        async Task<string> Card(string program) =>
            (string)(await Done(app.Post($"api/programs/{program}/cards", new { medium = "nfc" }, Backend.NewId(), $"{program}-front.local"))).Json["cardNumber"]!;

        static async Task<Reply> Done(Task<Reply> call)
        {
            var reply = await call;
            Assert.True(reply.Status == 201, reply.Body);
            return reply;
        }
    }
}
