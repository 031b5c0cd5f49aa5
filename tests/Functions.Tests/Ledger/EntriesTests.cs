using System.Text.Json.Nodes;
using Functions.Tests.Operations;
using Local.Cosmos;

namespace Functions.Tests.Ledger;

/// <summary>The history of a card goes on into the accounts that its own took over, page by page.</summary>
public sealed class EntriesTests : IAsyncLifetime
{
    private Backend app = null!;
    private OneHolder holder = null!;

    public async ValueTask InitializeAsync()
    {
        app = await Backend.Start();
        holder = new OneHolder(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory, Clause("KKR-11.2"), Clause("KKR-11.3")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task EveryPageSize_ShowsEachEntryOnce_NewestFirst(int limit)
    {
        var (one, _, _, _) = await Four();
        var all = await holder.Entries();

        var pages = await Pages(one, limit);
        var seen = pages.SelectMany(page => page).ToList();

        Assert.All(pages.SkipLast(1), page => Assert.Equal(limit, page.Count));
        Assert.Equal(all.Select(entry => entry.Hash).Order(StringComparer.Ordinal), seen.Select(entry => (string?)entry["hash"]).Order(StringComparer.Ordinal));
        var when = seen.ConvertAll(entry => DateTimeOffset.Parse((string)entry["recordedAt"]!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(when.OrderDescending(), when);
        Assert.Equal(6_000, seen.Sum(entry => (long)entry["points"]!));
        Assert.Equal(["award", "merge", "moved"], seen.Take(3).Select(entry => (string)entry["kind"]!));
    }

    [Fact]
    public async Task AListing_GoesOnWhereItWas_WhateverIsAddedMeanwhile()
    {
        var (one, two) = (await holder.Card(points: 1_000), await holder.Card(points: 2_000));
        await app.Award(two, 10_000, "second");
        var first = (await app.Get($"api/cards/{two}/entries?limit=1")).Json;
        await holder.Link("l", one, two);
        await app.Award(two, 10_000, "third");

        var rest = (await app.Get($"api/cards/{two}/entries?limit=100&continuation={first["continuation"]}")).Json;

        Assert.Equal(["second"], Ids(first));
        Assert.Equal($"first-{two}", Ids(rest)[0]);
        Assert.Equal(2, Ids(rest).Count);
        Assert.Null((string?)rest["continuation"]);
    }

    [Theory]
    [InlineData("12")]
    [InlineData("other.5")]
    [InlineData("a.b")]
    [InlineData("a.5~")]
    public async Task AContinuationThatIsNotOurs_Is400(string continuation)
    {
        var reply = await app.Get($"api/cards/{await holder.Card()}/entries?continuation={continuation}");

        Assert.Equal((400, "invalid-fields"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task APage_CostsWhatItShows_HoweverLongTheHistory()
    {
        var (one, two) = (await holder.Card(), await holder.Card());
        for (var i = 0; i < 40; i++)
            await app.Award(i % 2 == 0 ? one : two, 1_000);
        await holder.Link("l", one, two);
        await app.Award(one, 1_000);
        await app.Points(one);

        string? newest = null;
        var counts = await app.Counted(async () => newest = (string?)(await app.Get($"api/cards/{one}/entries?limit=1")).Json["continuation"]);
        var ten = await app.Counted(() => app.Get($"api/cards/{one}/entries?limit=10&continuation={newest}"));

        Assert.Equal((1, 1), (counts.Requests(RequestKind.Read), counts.Requests(RequestKind.Query)));
        Assert.InRange(ten.Requests(RequestKind.Query), 2, 6);
    }

    /// <summary>Two accounts linked, a third one merged into them, a fourth linked with the third before.</summary>
    private async Task<(string, string, string, string)> Four()
    {
        var (one, two) = (await holder.Card(points: 1_000), await holder.Card(points: 2_000));
        var (three, four) = (await holder.Card(points: 1_000), await holder.Card(points: 2_000));
        await holder.Link("l1", three, four);
        await app.Award(one, 10_000);
        await app.Award(two, 20_000);
        await app.Award(four, 10_000);
        await holder.Link("l2", one, two);
        await app.Redeem(two, 1_000, 1_000);
        await app.Award(three, 5_000);
        await holder.Merge("m", one, three);
        await app.Award(two, 100_000 - 45_000);
        return (one, two, three, four);
    }

    private async Task<List<List<JsonNode>>> Pages(string card, int limit)
    {
        List<List<JsonNode>> pages = [];
        string? continuation = null;
        do
        {
            var page = (await app.Get($"api/cards/{card}/entries?limit={limit}{(continuation is null ? "" : $"&continuation={continuation}")}")).Json;
            pages.Add([.. page["entries"]!.AsArray().Select(entry => entry!)]);
            continuation = (string?)page["continuation"];
        }
        while (continuation is not null);

        return pages;
    }

    private static List<string> Ids(JsonNode page) => [.. page["entries"]!.AsArray().Select(entry => (string)entry!["operationId"]!)];
}
