using Microsoft.Extensions.DependencyInjection;
using Functions.Ledger;
using Functions.Cards;
using Functions.Programs;
using Points.Ledger;

namespace Functions.Tests.Ledger;

[Collection(SharedApp.Name)]
public sealed class RaceTests(SharedBackend shared)
{
    private readonly Backend app = shared.App;

    [Fact]
    public async Task FiftyRedemptionsOfTheWholeBalance_ExactlyOneSucceeds()
    {
        var card = await app.Card();
        await app.Award(card, 100_000);

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => app.Redeem(card, 1_000, 1_000, $"r{i}")));

        Assert.Equal(1, replies.Count(reply => reply.Status == 201));
        Assert.Equal(49, replies.Count(reply => reply is { Status: 409, Code: "insufficient-points" }));
        Assert.Equal(0, await app.Points(card));
    }

    [Fact]
    public async Task FiftyIdenticalRequests_MakeOneEntry_AndFiftyEqualAnswers()
    {
        var card = await app.Card();

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.Award(card, 31_850, "same")));

        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
        Assert.Single(replies.Select(reply => reply.Body).Distinct());
        Assert.Equal(1, replies.Count(reply => !reply.Replayed));
        Assert.Equal(310, await app.Points(card));
        Assert.Equal(2, (await app.Get($"api/cards/{card}/entries")).Json["entries"]!.AsArray().Count);
    }

    [Fact]
    public async Task AwardsRedemptionsAndVoidsInterleaved_KeepTheLedgerWhole()
    {
        var card = await app.Card();
        await app.Award(card, 500_000, "start");
        var random = new Random(20231120);
        var calls = Enumerable.Range(0, 60).Select(i => random.Next(3) switch
        {
            0 => app.Award(card, 10_000, $"a{i}"),
            1 => app.Redeem(card, 1_000, 1_000, $"r{i}"),
            _ => app.Post("api/voids", new { card, operationId = i % 2 == 0 ? $"a{random.Next(i + 1)}" : $"r{random.Next(i + 1)}" }, $"v{i}"),
        });

        var replies = await Task.WhenAll(calls);

        Assert.All(replies, reply => Assert.Contains(reply.Status, new[] { 201, 404, 409 }));
        await LedgerAudit.Check(app, card, replies);
    }
}

/// <summary>What must hold of every account at any time.</summary>
public static class LedgerAudit
{
    /// <summary>The stored head, field by field, is what its entries make.</summary>
    /// <param name="history">With the entries of the accounts it took over.</param>
    public static void IsReplayed(Backend app, Account head, IReadOnlyList<Entry> history)
    {
        var program = app.Services.GetRequiredService<ProgramCatalogue>()[head.Program];
        Assert.Equal(Json(head), Json(Points.Ledger.Replay.Head(history, program)));

        static string Json(Account account) => System.Text.Json.JsonSerializer.Serialize(account, LedgerJson.Readable.Account);
    }

    public static async Task Check(Backend app, string card, IEnumerable<Reply> answered)
    {
        var place = await app.Services.GetRequiredService<CardDirectory>().FindByNumber(card, "kkr", CancellationToken.None);
        var accounts = app.Services.GetRequiredService<AccountStore>();
        var head = (await accounts.Head(place.AccountId, CancellationToken.None))!.Value;
        var history = await accounts.History(place.AccountId, CancellationToken.None);

        Assert.Null(HashChain.FirstBroken(history.Entries));
        IsReplayed(app, head, history.Entries);
        Assert.Equal(head.Version, history.Entries.Count);
        Assert.Equal(head.Holdings.Points, history.Entries.Sum(entry => entry.Points));
        Assert.Equal(head.LastHash, history.Entries[^1].Hash);
        Assert.Equal(history.Entries.Count, history.Entries.Select(entry => entry.Id).Distinct().Count());
        Assert.All(head.Holdings.Lots, lot => Assert.True(lot.Points > 0));
        foreach (var reply in answered.Where(reply => reply.Status == 201))
        {
            var entry = Assert.Single(history.Entries, entry => entry.Id == (string?)reply.Json["operationId"]);
            Assert.Equal((long)reply.Json["points"]!, entry.Points);
            Assert.Equal((string?)reply.Json["entryHash"], entry.Hash);
        }
    }
}
