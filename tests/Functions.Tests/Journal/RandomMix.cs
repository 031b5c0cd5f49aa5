using System.Text.Json.Nodes;
using Functions.Cards;
using Functions.Tests.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Journal;

/// <summary>Cards of all four programs, and whatever happens to them; what the terms refuse is no matter.</summary>
internal sealed class RandomMix(Backend app, int seed)
{
    public static readonly IReadOnlyList<string> Programs = ["kkr", "keio", "kampo", "kamenoi"];

    private static readonly Dictionary<string, string[]> Places = new()
    {
        ["kkr"] = ["tokyo/lodging", "hakone/restaurant"],
        ["keio"] = ["shinjuku/store", "seiseki/travel"],
        ["kampo"] = ["hakone/lodging", "ise/restaurant"],
        ["kamenoi"] = ["beppu/lodging", "izu-kogen/restaurant"],
    };

    private static readonly Task<Reply> Nothing = Task.FromResult(new Reply(0, "{}", new Dictionary<string, string>()));

    private readonly Random random = new(seed);
    private readonly OneHolder holder = new(app);
    private readonly Dictionary<string, List<string>> cards = [];
    private readonly List<(string Program, string Card, string Id)> done = [];
    private int count;

    public int Accepted { get; private set; }

    public static async Task<RandomMix> Begin(Backend app, int seed)
    {
        var mix = new RandomMix(app, seed);
        foreach (var program in Programs)
        {
            mix.cards[program] = [];
            for (var i = 0; i < 5; i++)
                mix.cards[program].Add(program == "kkr" && i > 0 ? await mix.holder.Card() : await mix.Issue(program));
        }

        return mix;
    }

    /// <summary>Mostly days, sometimes so long that points lapse.</summary>
    public int DaysUntilNext() => random.Next(6) == 0 ? 200 + random.Next(300) : 1 + random.Next(20);

    public async Task Step()
    {
        var program = Programs[random.Next(Programs.Count)];
        var card = Any(cards[program]);
        var (place, id) = (Any(Places[program]).Split('/'), $"op-{++count}");
        var (facility, department) = (place[0], place[1]);
        var reply = await (random.Next(14) switch
        {
            < 6 => Ask("awards", new { card, amountYen = 1_000 * random.Next(1, 400), guests = random.Next(1, 4), facility, department, payment = "cash", booking = "direct", receiptNumber = "R" }),
            < 8 => Ask("redemptions", new { card, points = program == "kkr" ? 1_000 : 10 * random.Next(1, 60), billYen = 100_000, facility, department }),
            8 => Earlier() is { } award ? Ask("returns", new { card = award.Card, awardOperationId = award.Id, receiptNumber = "R", returnedYen = random.Next(2) == 0 ? (long?)null : 1_000 }) : Nothing,
            9 => Earlier() is { } any ? Ask("voids", new { card = any.Card, operationId = any.Id }) : Nothing,
            10 => Earlier() is { } stay && cards[program].Find(other => other != stay.Card) is { } to ? Ask("transfers", new { card = stay.Card, toCard = to, awardOperationId = stay.Id, sameHousehold = true, kinshipDegree = 1 }) : Nothing,
            11 => Ask("exchanges", new { card, rewardId = "gift-500" }, "front"),
            12 => random.Next(3) == 0 ? Ask($"cards/{card}/withdrawal", new { }, "front") : Nothing,
            _ => Ask(random.Next(2) == 0 ? "merges" : "links", null, "front"),
        });
        Assert.False(reply.Status is 400 or >= 500, reply.Body);
        Accepted += reply.Status == 201 ? 1 : 0;
        if (reply.Status == 201 && (string?)reply.Json["kind"] is "award" or "redemption")
            done.Add((program, card, id));
        return;

        Task<Reply> Ask(string call, object? body, string role = "pos")
        {
            // Only one program has each of these; the others would call the names unknown.
            if (call == "exchanges" && program != "keio" || call == "transfers" && program != "kampo")
                return Nothing;
            if (call is "merges" or "links")
            {
                var (into, other) = (Any(cards["kkr"][1..]), Any(cards["kkr"][1..]));
                body = call == "links" ? new { cards = new[] { into, other } } : new { into, from = new[] { other } };
                return into == other ? Nothing : app.Post($"api/{call}", body, id, "kkr-front.local");
            }

            return app.Post($"api/{call}", body, id, $"{program}-{role}.local");
        }

        (string Program, string Card, string Id)? Earlier() => done.FindAll(one => one.Program == program) is [_, ..] some ? Any(some) : null;
    }

    /// <summary>The balances of all cards, those that share one counted once.</summary>
    public async Task<(long Points, long Pending)> Sum(string program, string? asOf = null)
    {
        HashSet<string> accounts = [];
        var (points, pending) = (0L, 0L);
        foreach (var card in cards[program])
        {
            var (place, _) = await app.Services.GetRequiredService<CardAccounts>().LookByNumber(card, program, CancellationToken.None);
            if (!accounts.Add(place.AccountId))
                continue;
            var reply = await app.Get($"api/cards/{card}/balance{(asOf is null ? "" : $"?asOf={asOf}")}", $"{program}-pos.local");
            // A retired card of an account that lives on has no balance of its own; another card of the account has.
            if (reply.Status == 410)
                accounts.Remove(place.AccountId);
            else
                (points, pending) = (points + (long)reply.Json["points"]!, pending + (long)reply.Json["pending"]!);
        }

        return (points, pending);
    }

    private T Any<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private async Task<string> Issue(string program)
    {
        var reply = await app.Post($"api/programs/{program}/cards", new { medium = "nfc" }, Backend.NewId(), $"{program}-front.local");
        Assert.Equal(201, reply.Status);
        return (string)reply.Json["cardNumber"]!;
    }
}
