using System.Globalization;
using System.Text.Json.Nodes;
using Functions.Cards;
using Functions.Mail;
using Functions.Store;
using Functions.Tests.Members;
using Local.Mail;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Mail;

/// <summary>What tests of letters do with the app.</summary>
internal static class Post
{
    public const string Operator = "kkr-operator.local";

    public static MailFaults MailFaults(this Backend app) => app.Services.GetRequiredService<MailFaults>();

    /// <summary>A card of a member with My Page; by default one who wants to hear of every movement of points.</summary>
    public static async Task<(string Card, string Address)> Holder(this Backend app, bool wantsPoints = true)
    {
        var address = Person.NewAddress();
        return (await app.CardOf(address, wantsPoints), address);
    }

    /// <summary>A card of the member with that address; the first one opens My Page.</summary>
    public static async Task<string> CardOf(this Backend app, string address, bool wantsPoints = true)
    {
        var card = await app.Card();
        var form = Person.Form(address);
        if (wantsPoints)
            form["noticeOf"] = new JsonArray("points");
        Assert.Equal(201, (await app.Register(card, form)).Status);
        if (!(bool)(await app.Member(card))["myPageOpen"]!)
            Assert.Equal(200, (await app.Confirm(await app.Code(address))).Status);
        return card;
    }

    /// <summary>Waits until the change feeds, where there are any, have done what there was to do.</summary>
    public static async Task Drain(this Backend app)
    {
        if (app.RunsFeeds)
            Assert.Equal(200, (await app.Post("api/local/feed/drain", null)).Status);
    }

    public static async Task RunSender(this Backend app) =>
        Assert.Equal(202, (await app.Post("admin/functions/SendLetters", new { input = "" })).Status);

    /// <summary>The letters to an address in the order in which they were sent, without the one that asked to confirm it.</summary>
    public static async Task<IReadOnlyList<JsonNode>> Letters(this Backend app, string address)
    {
        await app.Drain();
        return [.. (await app.Mails(address)).Where(mail => !((string)mail["subject"]!).EndsWith("メールアドレスのご確認", StringComparison.Ordinal))];
    }

    public static async Task<IReadOnlyList<string>> Subjects(this Backend app, string address) =>
        [.. (await app.Letters(address)).Select(mail => (string)mail["subject"]!)];

    public static Task<Stored<QueuedLetter>?> Queued(this Backend app, string id) =>
        app.Services.GetRequiredService<PostRoom>().Find(id, CancellationToken.None);

    public static async Task<IReadOnlyList<QueuedLetter>> Queue(this Backend app) => await app.Services.GetRequiredService<CosmosStore>().Mail.Query(
        new QueryDefinition("SELECT * FROM c WHERE c.letter != ''"), partition: null, StoreJson.Readable.QueuedLetter, CancellationToken.None);

    public static async Task<string> AccountOf(this Backend app, string card) =>
        (await app.Services.GetRequiredService<CardDirectory>().FindByNumber(card, "kkr", CancellationToken.None)).AccountId;

    public static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
