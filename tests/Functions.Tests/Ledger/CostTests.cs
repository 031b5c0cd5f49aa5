using System.Text;
using Functions.Cards;
using Functions.Ledger;
using Functions.Programs;
using Local.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using System.Text.Json;
using Points.Ledger;

namespace Functions.Tests.Ledger;

/// <summary>What an operation costs in the store; a second app would disturb the counters, so this one is alone.</summary>
public sealed class CostTests
{
    [Fact]
    public async Task OnceTheCardIsKnown_AwardAndRedemptionCostOneReadAndOneBatchOfTwo_ABalanceOneRead()
    {
        await using var app = await Backend.Start();
        var card = await app.Card();
        await app.Award(card, 500_000);

        var award = await Counted(app, () => app.Award(card, 12_000));
        var redemption = await Counted(app, () => app.Redeem(card, 1_000, 1_000));
        var balance = await Counted(app, () => app.Get($"api/cards/{card}/balance"));

        Assert.Equal((1, 1, 2, 2), award);
        Assert.Equal((1, 1, 2, 2), redemption);
        Assert.Equal((1, 0, 0, 1), balance);
    }

    [Fact]
    public Task AfterAHundredOperations_TheHeadHasAtMost2KB_AndAnEntry1_5KB() => Sizes(operations: 100);

    [Fact, Trait("Speed", "Long")]
    public Task AfterAThousandOperations_TheHeadHasAtMost2KB_AndAnEntry1_5KB() => Sizes(operations: 1_000);

    private static async Task Sizes(int operations)
    {
        await using var app = await Backend.Start();
        var card = await app.Card("union");
        for (var i = 0; i < operations / 2; i++)
        {
            await app.Post("api/awards", new
            {
                card, amountYen = 123_456_789, taxYen = 11_223_344, coveredYen = 5_000, discounted = false, payment = "creditCard", booking = "officialWeb",
                guests = 12, facility = "hakone", department = "restaurant", settledAt = "front", beforeSettlement = true,
                receiptNumber = "R-2026-000123456789", campaigns = new[] { "specialAddition" },
                items = new[] { new { category = "goods", amountYen = 1_000 }, new { category = "services", amountYen = 2_000 } },
            }, $"{Backend.NewId()}-{Backend.NewId()[..31]}");
            await app.Redeem(card, 1_000, 800, $"{Backend.NewId()}-{Backend.NewId()[..31]}");
        }

        var place = await app.Services.GetRequiredService<CardDirectory>().FindByNumber(card, "kkr", CancellationToken.None);
        var accounts = app.Services.GetRequiredService<AccountStore>();
        var head = StoredHead.Of((await accounts.Head(place.AccountId, CancellationToken.None))!.Value, app.Services.GetRequiredService<ProgramCatalogue>()["kkr"]);
        var history = await accounts.History(place.AccountId, CancellationToken.None);
        var largest = history.Entries.Max(entry => JsonSerializer.SerializeToUtf8Bytes(entry, LedgerJson.Readable.Entry).Length);

        Assert.Equal(operations + 1, history.Entries.Count);
        Assert.True(head.Length <= 2_048, $"The head has {head.Length} bytes: {Encoding.UTF8.GetString(head)}");
        Assert.True(largest <= 1_536, $"An entry has {largest} bytes");
    }

    private static async Task<(long Reads, long Batches, long BatchItems, long All)> Counted(Backend app, Func<Task<Reply>> call)
    {
        var counts = await app.Counted(async () => Assert.InRange((await call()).Status, 200, 201));
        return (counts.Requests(RequestKind.Read), counts.Requests(RequestKind.Batch), counts.Items(RequestKind.Batch), counts.Counts.Sum(count => count.Requests));
    }
}
