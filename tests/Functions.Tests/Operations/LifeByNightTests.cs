using Functions.Cards;
using Functions.Ledger;
using Functions.Mail;
using Functions.Tests.Members;
using Microsoft.Extensions.DependencyInjection;
using Points.Ledger;

namespace Functions.Tests.Operations;

/// <summary>Two years and a half of two KKR cards, with every timer of every night run late, twice and by two instances at once.</summary>
public sealed class LifeByNightTests : IAsyncLifetime
{
    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    [Clause("KKR-6.1"), Clause("KKR-6.3"), Clause("KKR-16.1(3)"), Clause("KKR-16.3"), Clause("KKR-P-dormant")]
    public async Task Award_TwoWarnings_Lapse_ThenRevived_OrWithdrawnAndErased()
    {
        app.Clock.Stop(Nights.Jst("2024-02-10 10:00:00"));
        var (revived, forgotten) = (await Member(), await Member());

        await app.Night("2025-12-27 23:59:59");
        Assert.Empty(await Warnings(revived));
        await app.Night("2025-12-28 00:00:00");
        Assert.Equal(["500 2026年2月28日"], await Warnings(revived));
        await app.Night("2026-02-13 23:59:59");
        Assert.Single(await Warnings(forgotten));
        await app.Night("2026-02-14 00:00:00");
        Assert.Equal(["500 2026年2月28日", "500 2026年2月28日"], await Warnings(forgotten));

        await app.Night("2026-02-28 23:59:59");
        Assert.Equal(("active", 500L), await State(revived));
        app.Clock.Stop(Nights.Jst("2026-03-01 00:00:00"));
        Assert.Equal(("active", 0L), await State(revived));
        await app.Night("2026-03-01 00:00:00");
        Assert.Equal(("active", 0L), await State(revived));
        Assert.Equal(2, (await Warnings(revived)).Count);

        await app.Night("2026-08-31 23:59:59");
        Assert.Equal(("active", "active"), ((await State(revived)).Status, (await State(forgotten)).Status));
        var award = await app.Award(revived.Card, 5_000);
        Assert.Equal((201, "2028-08-31"), (award.Status, (string?)award.Json["balance"]!["expiresOn"]));

        app.Clock.Stop(Nights.Jst("2026-09-01 00:00:00"));
        var late = await app.Award(forgotten.Card, 5_000);
        Assert.Equal((410, "card-retired"), (late.Status, late.Code));
        Assert.Equal(["KKR-16.1(3)"], late.Clauses);
        Assert.Equal(("retired", 0L), await State(forgotten));
        await app.Night("2026-09-01 00:00:00");
        Assert.Equal((("active", 50L), ("retired", 0L)), (await State(revived), await State(forgotten)));
        Assert.Equal(200, (await app.Get($"api/cards/{revived.Card}/member", Person.Front)).Status);
        Assert.Equal("member-unknown", (await app.Get($"api/cards/{forgotten.Card}/member", Person.Front)).Code);
        Assert.Equal(201, (await app.Register(await app.Card(), Person.Form(forgotten.Email, "別 花子"))).Status);

        Assert.Equal(
            ["issue 0 2024-02-10T10:00:00", "member 0 2024-02-10T10:00:00", "award 500 2024-02-10T10:00:00", "lapse -500 2026-03-01T00:00:00", "award 50 2026-08-31T23:59:59"],
            await History(revived));
        Assert.Equal(
            [
                "issue 0 2024-02-10T10:00:00", "member 0 2024-02-10T10:00:00", "award 500 2024-02-10T10:00:00", "lapse -500 2026-03-01T00:00:00",
                "withdrawal 0 2026-09-01T00:00:00", "erasure 0 2026-09-01T00:00:00",
            ],
            await History(forgotten));
    }

    [Fact, Clause("KKR-16.1(3)")]
    public async Task AMemberWithAnotherCard_LosesTheDormantOneAlone()
    {
        app.Clock.Stop(Nights.Jst("2024-02-10 10:00:00"));
        var dormant = await Member();
        app.Clock.Stop(Nights.Jst("2026-05-01 10:00:00"));
        var other = await app.Card();
        Assert.Equal(201, (await app.Register(other, Person.Form(dormant.Email))).Status);
        Assert.Equal(201, (await app.Award(other, 10_000)).Status);

        await app.Night("2026-09-01 00:00:00");

        Assert.Equal("retired", (await State(dormant)).Status);
        Assert.Equal("member-unknown", (await app.Get($"api/cards/{dormant.Card}/member", Person.Front)).Code);
        Assert.Equal(200, (await app.Get($"api/cards/{other}/member", Person.Front)).Status);
    }

    [Fact]
    public async Task TheLetterSays_HowManyPointsOfWhichCardEndWhen()
    {
        app.Clock.Stop(Nights.Jst("2024-02-10 10:00:00"));
        var member = await Member();
        await app.Night("2025-12-28 00:05:00");

        var letter = Assert.Single(await app.Letters(member.MemberId));
        var mail = (await app.Services.GetRequiredService<LetterWriter>().Write(letter, CancellationToken.None))!;

        Assert.Equal("【KKRポイント】有効期限が近いポイントのお知らせ", mail.Subject);
        Assert.Contains($"カード ****-****-****-{member.Card[^4..]}\n500ポイント\n有効期限 2026年2月28日\n（この日まで", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnActivityAfterTheFirstWarning_MakesTheSecondVoid()
    {
        app.Clock.Stop(Nights.Jst("2024-02-10 10:00:00"));
        var member = await Member();
        await app.Night("2025-12-28 00:05:00");
        await app.Award(member.Card, 5_000);

        await app.Night("2026-02-14 00:05:00");
        Assert.Single(await Warnings(member));
        await app.Night("2027-10-31 00:05:00");
        Assert.Equal(["500 2026年2月28日", "550 2027年12月31日"], await Warnings(member));
    }

    [Fact]
    public async Task WithoutAConfirmedAddress_NothingIsQueued_AndTheAccountIsNotReadAgain()
    {
        app.Clock.Stop(Nights.Jst("2024-02-10 10:00:00"));
        var card = await app.Card();
        var unconfirmed = await app.Card();
        Assert.Equal(201, (await app.Register(unconfirmed, Person.Form(Person.NewAddress()))).Status);
        await app.Award(card, 50_000);
        await app.Award(unconfirmed, 50_000);
        var member = (await Head(unconfirmed)).MemberId!;

        await app.Night("2025-12-28 00:05:00");
        Assert.Empty(await app.Letters(member));
        app.Clock.Stop(Nights.Jst("2025-12-29 00:05:00"));
        var counts = await app.Counted(() => app.Run("WarnOfExpiry"));

        Assert.Equal(0, counts.Requests(Local.Cosmos.RequestKind.Read, "accounts"));
    }

    [Fact, Clause("KAMPO-5.1")]
    public async Task Kampo_TheCardEndsThreeYearsAfterTheLastStay_WithAllPoints()
    {
        app.Clock.Stop(Nights.Jst("2024-04-10 10:00:00"));
        var card = await app.Card("member", "kampo");
        var stay = await app.Post(
            "api/awards", new { card, amountYen = 10_000, guests = 1, payment = "cash", facility = "hakone", department = "lodging", receiptNumber = "R-1" }, Backend.NewId(), "kampo-pos.local");
        Assert.Equal((201, 100), (stay.Status, (long)stay.Json["points"]!));

        await app.Night("2027-04-30 23:59:59");
        var valid = (await app.Get($"api/cards/{card}/balance", "kampo-pos.local")).Json;
        await app.Night("2027-05-01 00:00:00");
        var ended = (await app.Get($"api/cards/{card}/balance", "kampo-pos.local")).Json;

        Assert.Equal(("active", 100L, "retired", 0L), ((string?)valid["status"], (long)valid["points"]!, (string?)ended["status"], (long)ended["points"]!));
        Assert.Equal(["KAMPO-5.1"], (await History(card, "kampo"))[^1].Clauses);
    }

    /// <summary>A member with My Page, whose card gets 500 points that end on 2026-02-28.</summary>
    private async Task<(string Card, string Email, string MemberId)> Member()
    {
        var (card, email) = (await app.Card(), Person.NewAddress());
        Assert.Equal(201, (await app.Register(card, Person.Form(email))).Status);
        Assert.Equal(200, (await app.Confirm(await app.Code(email))).Status);
        Assert.Equal(201, (await app.Award(card, 50_000)).Status);
        return (card, email, (await Head(card)).MemberId!);
    }

    private async Task<IReadOnlyList<string>> Warnings((string Card, string Email, string MemberId) member)
    {
        var letters = await app.Letters(member.MemberId);
        Assert.All(letters, letter => Assert.Equal(("KKRポイント", $"****-****-****-{member.Card[^4..]}"), (letter.Facts["program"], letter.Facts["card"])));
        return [.. letters.Select(letter => $"{letter.Facts["points"]} {letter.Facts["expiresOn"]}")];
    }

    private async Task<(string Status, long Points)> State((string Card, string, string) member)
    {
        var balance = (await app.Get($"api/cards/{member.Card}/balance")).Json;
        return ((string)balance["status"]!, (long)balance["points"]!);
    }

    private async Task<Account> Head(string card, string program = "kkr") =>
        (await app.Services.GetRequiredService<AccountStore>().Head((await Place(card, program)).AccountId, CancellationToken.None))!.Value;

    private Task<CardPlace> Place(string card, string program) =>
        app.Services.GetRequiredService<CardDirectory>().FindByNumber(card, program, CancellationToken.None);

    private async Task<IReadOnlyList<string>> History((string Card, string, string) member) =>
        [.. (await History(member.Card, "kkr")).Select(entry => $"{entry.Kind} {entry.Points} {entry.OccurredAt:yyyy-MM-dd'T'HH:mm:ss}")];

    private async Task<IReadOnlyList<Entry>> History(string card, string program)
    {
        var head = await Head(card, program);
        var history = await app.Services.GetRequiredService<AccountStore>().History(head.AccountId, CancellationToken.None);
        Assert.Null(HashChain.FirstBroken(history.Entries, head));
        return history.Entries;
    }
}
