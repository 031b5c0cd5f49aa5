using System.Text;
using System.Text.Json.Nodes;
using Functions.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Points.Ledger;

namespace Functions.Tests.Members;

public sealed class ErasureTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(9));
    private static readonly string[] Marks = ["印甲野", "シルシカナ", "1961-07-13", "090-7777-3131", "999-7531", "印町", "mark.one", "mark.two"];

    [Fact, Clause("KKR-15.3")]
    public async Task SixMonthsAfterAWithdrawal_NoValueOfTheMemberIsLeftInAnyFile_AndTheLedgerVerifies()
    {
        var folder = Directory.CreateTempSubdirectory("points-erase-").FullName;
        await using (var app = await Backend.Start(folder))
        {
            app.Clock.Stop(Start);
            // Neighbours make pages split and cells move, as in a store that has lived.
            var neighbours = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Registered(app, Person.Form(Person.NewAddress()))));
            var card = await Marked(app);
            await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Registered(app, Person.Form(Person.NewAddress()))));
            await app.Award(card, 12_345);
            await app.Post($"api/cards/{card}/withdrawal", "{}", Backend.NewId(), Person.Front);

            app.Clock.Stop(Start.AddDays(1));
            Assert.Equal(202, (await app.Post("admin/functions/ExportJournal", new { input = "" })).Status);
            Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(folder, "journal"), "entries-*", SearchOption.AllDirectories));
            Assert.Empty(MarksIn(Path.Combine(folder, "journal")));

            app.Clock.Stop(new DateTimeOffset(2026, 9, 1, 23, 59, 0, TimeSpan.FromHours(9)));
            await Erase(app);
            Assert.Equal(200, (await app.Get($"api/cards/{card}/member", Person.Front)).Status);
            app.Clock.Stop(new DateTimeOffset(2026, 9, 2, 0, 1, 0, TimeSpan.FromHours(9)));
            await Erase(app);
            await Erase(app);

            Assert.Equal("member-unknown", (await app.Get($"api/cards/{card}/member", Person.Front)).Code);
            Assert.Empty((await app.Search(new { email = "mark.two@docomo.ne.jp" })).Json.AsArray());
            Assert.Empty((await app.Search(new { phone = "090-7777-3131" })).Json.AsArray());
            Assert.Equal(200, (await app.Get($"api/cards/{neighbours[0]}/member", Person.Front)).Status);
            await Verifies(app, card);
        }

        Assert.Empty(MarksIn(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact, Clause("KKR-16.3")]
    public async Task AForfeiture_ErasesInTheNextNight()
    {
        await using var app = await Backend.Start();
        app.Clock.Stop(Start);
        var card = await Marked(app);
        await app.Post($"api/cards/{card}/forfeiture", new { reason = "fraud" }, Backend.NewId(), "kkr-operator.local");

        await Erase(app);

        Assert.Equal("member-unknown", (await app.Get($"api/cards/{card}/member", Person.Front)).Code);
        await Verifies(app, card);
    }

    [Fact, Clause("KKR-15.3")]
    public async Task AMemberWithAnotherCard_IsKept_UntilTheLastCardIsDue()
    {
        await using var app = await Backend.Start();
        app.Clock.Stop(Start);
        var email = Person.NewAddress();
        var (one, two) = (await Registered(app, Person.Form(email)), await Registered(app, Person.Form(email)));
        await app.Post($"api/cards/{one}/withdrawal", "{}", Backend.NewId(), Person.Front);
        app.Clock.Stop(Start.AddMonths(3));
        await app.Award(two, 10_000);
        await app.Post($"api/cards/{two}/withdrawal", "{}", Backend.NewId(), Person.Front);

        app.Clock.Stop(Start.AddMonths(7));
        await Erase(app);
        var cutLoose = await app.Get($"api/cards/{one}/member", Person.Front);
        var kept = await app.Get($"api/cards/{two}/member", Person.Front);
        app.Clock.Stop(Start.AddMonths(9).AddDays(1));
        await Erase(app);

        Assert.Equal((404, 200, 404), (cutLoose.Status, kept.Status, (await app.Get($"api/cards/{two}/member", Person.Front)).Status));
        Assert.Empty(await app.Mails(email));
        Assert.Equal(201, (await app.Register(await app.Card(), Person.Form(email, "別 太郎"))).Status);
    }

    /// <summary>A card whose member has every field filled, a confirmed address and one that waits.</summary>
    private static async Task<string> Marked(Backend app)
    {
        var form = new JsonObject
        {
            ["name"] = "印甲野 太郎",
            ["kana"] = "シルシカナ タロウ",
            ["birthDate"] = "1961-07-13",
            ["phone"] = "090-7777-3131",
            ["postalCode"] = "999-7531",
            ["address"] = "東京都印町1-1",
            ["email"] = "mark.one@docomo.ne.jp",
            ["newsMail"] = true,
        };
        var card = await Registered(app, form);
        Assert.Equal(200, (await app.Confirm(await app.Code("mark.one@docomo.ne.jp"))).Status);
        Assert.Equal(201, (await app.Register(card, new JsonObject { ["email"] = "mark.two@docomo.ne.jp", ["address"] = "東京都印町2-2" })).Status);
        return card;
    }

    private static async Task<string> Registered(Backend app, JsonObject form)
    {
        var card = await app.Card();
        Assert.Equal(201, (await app.Register(card, form)).Status);
        return card;
    }

    private static async Task Erase(Backend app) =>
        Assert.Equal(202, (await app.Post("admin/functions/ErasePersonalData", new { input = "" })).Status);

    private static async Task Verifies(Backend app, string card)
    {
        var place = await app.Services.GetRequiredService<Functions.Cards.CardDirectory>().FindByNumber(card, "kkr", default);
        var accounts = app.Services.GetRequiredService<AccountStore>();
        var head = (await accounts.Head(place.AccountId, default))!.Value;
        var history = await accounts.History(place.AccountId, default);

        Assert.Null(head.MemberId);
        Assert.Equal(EntryKind.Erasure, history.Entries[^1].Kind);
        Assert.Null(HashChain.FirstBroken(history.Entries, head));
        Ledger.LedgerAudit.IsReplayed(app, head, history.Entries);
    }

    private static List<string> MarksIn(string folder)
    {
        List<string> found = [];
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            found.AddRange(Marks.Where(mark => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(mark)) >= 0).Select(mark => $"{mark} in {Path.GetFileName(file)}"));
        }

        return found;
    }
}
