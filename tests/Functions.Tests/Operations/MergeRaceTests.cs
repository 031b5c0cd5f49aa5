using System.Globalization;

namespace Functions.Tests.Operations;

/// <summary>Merges, links, awards, redemptions and voids at once on the same few cards, by seed.</summary>
public sealed class MergeRaceTests : IAsyncLifetime
{
    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory, Clause("KKR-11.2"), Clause("KKR-11.3")]
    [InlineData(0, 16)]
    public Task Interleavings_KeepEveryInvariant(int firstSeed, int seeds) => Run(firstSeed, seeds);

    [Theory, Trait("Speed", "Long"), Clause("KKR-11.2"), Clause("KKR-11.3")]
    [InlineData(1_000, 1_000)]
    public Task AThousandInterleavings_KeepEveryInvariant(int firstSeed, int seeds) => Run(firstSeed, seeds);

    [Fact]
    public async Task MergesAgainstEachOther_EndInOneCard_WithoutDeadlock()
    {
        var holder = new OneHolder(app);
        var (one, two) = (await holder.Card(points: 1_000), await holder.Card(points: 2_000));

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? holder.Merge($"m{i}", one, two) : holder.Merge($"m{i}", two, one)));

        Assert.Equal(1, replies.Count(reply => reply.Status == 201));
        Assert.Equal(19, replies.Count(reply => reply is { Status: 410, Code: "card-retired" }));
        Assert.Equal((3_000L, 0L), Sorted(await app.Points(one), await app.Points(two)));
        await holder.Audit(replies, held: 3_000);
    }

    [Fact]
    public async Task TheSameMergeManyTimes_HappensOnce_WithOneAnswer()
    {
        var holder = new OneHolder(app);
        var (one, two) = (await holder.Card(points: 1_000), await holder.Card(points: 2_000));

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => holder.Merge("same", one, two)));

        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
        Assert.Single(replies.Select(reply => reply.Body).Distinct());
        Assert.Equal(1, replies.Count(reply => !reply.Replayed));
        await holder.Audit(replies, held: 3_000);
    }

    [Fact]
    public async Task AnAwardOrItsFence_WhileItsCardIsLinked_NeverBoth()
    {
        for (var i = 0; i < 15; i++)
        {
            var holder = new OneHolder(app);
            var (one, two) = (await holder.Card(points: 1_000), await holder.Card(points: 2_000));

            var link = holder.Link($"l{i}", one, two);
            var award = app.Award(two, 100_000, $"a{i}");
            var fence = app.Post($"api/cards/{two}/operations/a{i}/fence", null);
            await Task.WhenAll(link, award, fence);

            var fenced = (string?)(await fence).Json["state"] == "fenced";
            Assert.Equal(fenced ? (409, "operation-fenced") : (201, null), ((await award).Status, fenced ? (await award).Code : null));
            Assert.Equal(fenced ? 3_000 : 4_000, await app.Points(two));
            await holder.Audit([await link, await award], held: fenced ? 3_000 : 4_000);
        }
    }

    private async Task Run(int firstSeed, int seeds)
    {
        for (var seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            var random = new Random(seed);
            var holder = new OneHolder(app);
            List<string> cards = [];
            for (var i = 0; i < 3; i++)
                cards.Add(await holder.Card(points: 1_000));

            var calls = Enumerable.Range(0, 2 + random.Next(3)).Select(i => Call(holder, cards, random, i)).ToArray();
            var replies = await Task.WhenAll(calls);
            await holder.FinishAll();

            Assert.All(replies, reply => Assert.True(reply.Status is 201 or 409 or 410, $"seed {seed.ToString(CultureInfo.InvariantCulture)}: {reply.Status} {reply.Body}"));
            var moved = replies.Where(reply => reply.Status == 201 && (string?)reply.Json["kind"] is not ("merge" or "link")).Sum(reply => (long)reply.Json["points"]!);
            await holder.Audit(replies, held: 3_000 + moved);
        }
    }

    private Task<Reply> Call(OneHolder holder, List<string> cards, Random random, int i)
    {
        List<string> some = [.. cards.OrderBy(_ => random.Next())];
        return random.Next(6) switch
        {
            0 => holder.Merge($"m{i}", some[0], some[1]),
            1 => holder.Merge($"m{i}", some[0], some[1], some[2]),
            2 => holder.Link($"l{i}", some[0], some[1]),
            3 => app.Award(some[0], 100_000, $"a{i}"),
            4 => app.Redeem(some[0], 1_000, 1_000, $"r{i}"),
            _ => app.Post("api/voids", new { card = some[0], operationId = $"first-{some[0]}" }, $"v{i}"),
        };
    }

    private static (long, long) Sorted(long one, long other) => (long.Max(one, other), long.Min(one, other));
}
