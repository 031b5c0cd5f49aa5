using Functions.Ledger;
using Functions.Mail;
using Functions.Tests.Journal;
using Functions.Tests.Mail;
using Functions.Tests.Operations;
using Local.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Store;

/// <summary>A store that has grown: what the app asks of all accounts is answered by four physical partitions.</summary>
public sealed class PartitionedStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = Post.At("2026-03-02T12:00:00+09:00");
    private readonly string folder = Directory.CreateTempSubdirectory("points-partitioned-").FullName;
    private Backend app = null!;

    // In a folder of its own: how many partitions a container has is settled when it is made.
    public async ValueTask InitializeAsync() => app = await Backend.StartWithFeeds(folder, "--Local:Partitions=4");

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact, Clause("KKR-6.3")]
    public async Task DueAccounts_OfEveryPartition_AreSwept()
    {
        Assert.Equal(["0", "1", "2", "3"], app.Cosmos.KeyRanges("points", "accounts"));
        var many = new ManyAccounts(app);
        await many.Write(500, due: 250, new DateOnly(2026, 2, 28), new DateOnly(2027, 1, 1));
        app.Clock.Stop(Nights.Jst("2026-03-01 00:05:00"));

        await new SweepExpiredPointsFunction(app.AnotherSweep()).Run(null!, ByHand.Context);

        Assert.Equal(250, await many.Entries());
        Assert.Equal((0, 500), ((await many.Head(0)).Holdings.Points, (await many.Head(1)).Holdings.Points));
    }

    [Fact]
    public async Task LettersThatWait_AreCounted_AndTheFirstOfThemIsKnown()
    {
        app.Clock.Stop(Noon);
        List<(string Card, string Address)> holders = [];
        for (var i = 0; i < 6; i++)
            holders.Add(await app.Holder());
        await app.Drain();
        app.MailFaults().OnSend = _ => MailFault.Unavailable();
        foreach (var (card, _) in holders)
        {
            app.Clock.Stop(app.Clock.GetUtcNow().AddMinutes(1));
            await app.Award(card, 10_000);
        }
        await app.Drain();

        var depth = await app.Services.GetRequiredService<PostRoom>().Depth(CancellationToken.None);
        app.MailFaults().OnSend = null;
        app.Clock.Stop(Noon.AddHours(1));
        await app.RunSender();

        Assert.Equal((6, Noon.AddMinutes(1)), (depth.Waiting, depth.Since));
        foreach (var (_, address) in holders)
            Assert.Single(await Post.Letters(app, address));
    }

    [Fact]
    public async Task Liability_AndTheJournal_HaveTheAccountsOfEveryPartition()
    {
        app.At("2026-03-02 10:00");
        for (var i = 0; i < 12; i++)
        {
            var card = await app.Card();
            await app.Award(card, 10_000 * (i + 1));
            if (i >= 10)
                await app.Redeem(card, 1_000, 1_000);
        }

        var owed = (await app.Get("api/programs/kkr/liability", "kkr-operator.local")).Json;
        await app.Export("2026-03-03 04:10");

        Assert.Equal(
            """[{"kind":"award","entries":12,"points":7800},{"kind":"redemption","entries":2,"points":-2000}]""",
            owed["movements"]!.ToJsonString());
        Assert.Equal((5_800L, 12L, 0L), ((long)owed["points"]!, (long)owed["accounts"]!, (long)owed["difference"]!));
        var manifest = app.Manifest("kkr", "2026-03-02");
        Assert.Equal((26L, 12L, 5_800L), ((long)manifest["entries"]!, (long)manifest["accounts"]!, (long)manifest["outstanding"]!));
        ExportedJournal.AssertVerifies(app.Journal());
        Assert.Equal(await app.StoredHashes(), ExportedJournal.Hashes(app.Journal()));
    }
}
