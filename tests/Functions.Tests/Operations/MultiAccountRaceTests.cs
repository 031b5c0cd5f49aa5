using System.Globalization;
using Points.Cards;
using Points.Ledger;

namespace Functions.Tests.Operations;

/// <summary>
/// Two to four operations at once on the overlapping cards of two people, by seed: merges, links, transfers, reissues, awards,
/// redemptions, suspensions, withdrawals, forfeitures. With every other seed the process dies in the middle of them.
/// </summary>
public sealed class MultiAccountRaceTests : IAsyncLifetime
{
    private static readonly string[] Passing = [EntryKind.Moved, EntryKind.Merge, EntryKind.Link, EntryKind.TransferOut, EntryKind.TransferIn];

    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await FamilyProgram.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory, Clause("KKR-11.2"), Clause("KKR-11.3"), Clause("KKR-16.2"), Clause("KAMPO-6.1e")]
    [InlineData(0, 16)]
    public Task Interleavings_ConserveEveryPoint(int firstSeed, int seeds) => Run(firstSeed, seeds);

    [Theory, Trait("Speed", "Long"), Clause("KKR-11.2"), Clause("KKR-11.3"), Clause("KKR-16.2"), Clause("KAMPO-6.1e")]
    [InlineData(10_000, 1_000)]
    public Task AThousandInterleavings_ConserveEveryPoint(int firstSeed, int seeds) => Run(firstSeed, seeds);

    private async Task Run(int firstSeed, int seeds)
    {
        for (var seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            try
            {
                await Run(new Random(seed), dies: seed % 2 == 1);
            }
            catch (Exception failure) when (failure is not InvalidDataException)
            {
                throw new InvalidDataException($"seed {seed.ToString(CultureInfo.InvariantCulture)}", failure);
            }
        }
    }

    private async Task Run(Random random, bool dies)
    {
        var holder = new OneHolder(app);
        var family = new OneHolder(app, holder);
        List<string> cards = [];
        for (var i = 0; i < 3; i++)
            cards.Add(await holder.Card(points: 1_000));
        cards.Add(await family.Card(points: 1_000));
        var calls = Enumerable.Range(0, 2 + random.Next(3)).Select(i => Call(cards, random, i)).ToList();

        Reply[] replies = [];
        if (dies)
        {
            var death = StoreDeath.After(app, 5 + random.Next(60), lastIsCarriedOut: random.Next(2) == 0);
            await Task.WhenAll(calls.Select(call => app.PostUnanswered(call.Path, call.Body, call.Id, call.Key)));
            death.Revive();
        }
        else
        {
            replies = await Task.WhenAll(calls.Select(call => app.Post(call.Path, call.Body, call.Id, call.Key)));
            Assert.All(replies, reply => Assert.True(reply.Status is 201 or 400 or 409 or 410 or 422, $"{reply.Status} {reply.Body}"));
        }

        await OneHolder.TimerRuns(app);
        await holder.Audit(replies);
        var entries = await holder.Entries();
        // What only passes from one account to another leaves the sum as it was.
        Assert.Equal(0, entries.Where(entry => Passing.Contains(entry.Kind)).Sum(entry => entry.Points));
        await AForfeitureEndedEveryCard(holder, entries);
        if (dies)
        {
            foreach (var call in calls)
                await AskedAgain(call);
            await OneHolder.TimerRuns(app);
            await holder.Audit([]);
            await AForfeitureEndedEveryCard(holder, await holder.Entries());
            return;
        }

        var answered = replies.Where(reply => reply.Status == 201).Select(reply => (string?)reply.Json["operationId"]).ToHashSet();
        Assert.All(entries.Where(entry => entry.Points != 0 && !Passing.Contains(entry.Kind)), entry =>
            Assert.True(answered.Contains(entry.Id) || entry.Id.StartsWith("first-", StringComparison.Ordinal) || entry.Kind is EntryKind.Forfeiture or EntryKind.Lapse, entry.Id));
    }

    private async Task AskedAgain((string Path, object Body, string Id, string Key) call)
    {
        var (once, twice) = (await app.Post(call.Path, call.Body, call.Id, call.Key), await app.Post(call.Path, call.Body, call.Id, call.Key));
        Assert.True(once.Status is 201 or 400 or 409 or 410 or 422, $"{once.Status} {once.Body}");
        if (once.Status == 201)
            Assert.Equal((201, once.Body, true), (twice.Status, twice.Body, twice.Replayed));
    }

    private static async Task AForfeitureEndedEveryCard(OneHolder holder, List<Entry> entries)
    {
        var heads = await holder.Heads();
        foreach (var forfeited in entries.Where(entry => entry.Kind == EntryKind.Forfeiture).Select(entry => heads.Single(head => head.AccountId == entry.AccountId)))
        {
            Assert.All(heads.Where(head => head.MemberId == forfeited.MemberId), head => Assert.All(head.Cards, card => Assert.Equal(CardStatus.Retired, card.Status)));
            Assert.Equal(0, heads.Where(head => head.MemberId == forfeited.MemberId).Sum(head => head.Holdings.Total));
        }
    }

    private static (string Path, object Body, string Id, string Key) Call(List<string> cards, Random random, int i)
    {
        List<string> own = [.. cards.Take(3).OrderBy(_ => random.Next())];
        List<string> all = [.. cards.OrderBy(_ => random.Next())];
        const string front = "kkr-front.local";
        return random.Next(12) switch
        {
            0 => ("api/merges", new { into = own[0], from = new[] { own[1] } }, $"m{i}", front),
            1 => ("api/links", new { cards = own[..2] }, $"l{i}", front),
            2 => ("api/links", new { cards = own }, $"l{i}", front),
            3 or 4 => ("api/transfers", FamilyProgram.Gift(own[0], cards[3], 400), $"t{i}", "kkr-pos.local"),
            5 => ("api/transfers", FamilyProgram.Gift(all[0], all[1]), $"t{i}", "kkr-pos.local"),
            6 => ($"api/cards/{all[0]}/reissue", new { reason = "damaged", identityConfirmed = true }, $"n{i}", front),
            7 => ("api/awards", new { card = all[0], amountYen = 100_000, facility = "tokyo", department = "lodging" }, $"a{i}", "kkr-pos.local"),
            8 => ("api/redemptions", new { card = all[0], points = 1_000, billYen = 1_000, facility = "tokyo", department = "lodging" }, $"r{i}", "kkr-pos.local"),
            9 => ($"api/cards/{all[0]}/suspension", new { reason = "suspicion" }, $"s{i}", front),
            10 => ($"api/cards/{all[0]}/withdrawal", new { }, $"w{i}", front),
            _ => ($"api/cards/{own[0]}/forfeiture", new { reason = "a breach" }, $"f{i}", "kkr-operator.local"),
        };
    }
}
