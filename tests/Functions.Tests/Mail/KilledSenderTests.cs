using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Functions.Tests.Members;

namespace Functions.Tests.Mail;

/// <summary>The process dies again and again while letters go out; afterwards every entry was told once.</summary>
public sealed partial class KilledSenderTests
{
    private int awards;

    [Fact]
    public Task KilledWhileLettersGoOut_EveryEntryIsToldOnce() => Kill(1, least: 6);

    [Fact, Trait("Speed", "Long")]
    public Task KilledFiveTimes_EveryEntryIsToldOnce() => Kill(5, least: 30);

    private async Task Kill(int times, int least)
    {
        var folder = Directory.CreateTempSubdirectory("points-post-").FullName;
        var random = new Random(20260302);
        List<string> cards = [];
        var address = Person.NewAddress();
        for (var kill = 0; kill < times; kill++)
        {
            await using var app = await ChildApp.Start(folder);
            await AheadOfDeadSenders(app, kill);
            while (cards.Count < 4)
                cards.Add(await Card(app, address, cards.Count));
            // Killed after a number of mails, not after a time.
            var until = (await Told(app, address)).Count + 3 + random.Next(12);
            using var stop = new CancellationTokenSource();
            var tills = cards.Select(card => Award(app, card, stop)).ToArray();
            await Waiting.Until($"{until} letters are out", async () => (await Told(app, address)).Count >= until);
            app.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(tills);
        }

        await using var last = await ChildApp.Start(folder);
        await last.Send(HttpMethod.Post, "api/local/feed/drain", new { });
        await AheadOfDeadSenders(last, times);
        await last.Send(HttpMethod.Post, "admin/functions/SendLetters", new { input = "" });
        await last.Send(HttpMethod.Post, "api/local/feed/drain", new { });
        List<long> entries = [];
        foreach (var card in cards)
            entries.AddRange(await Awarded(last, card));

        Assert.True(entries.Count >= least, $"Only {entries.Count} awards were written.");
        Assert.Equal(entries.Order(), (await Told(last, address)).Order());
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What a dead sender had in its hands is due again after a minute.</summary>
    private static Task AheadOfDeadSenders(ChildApp app, int kills) =>
        app.Send(HttpMethod.Put, "api/local/clock", new { now = TimeProvider.System.GetUtcNow().AddMinutes(2 * kills) });

    private static async Task<string> Card(ChildApp app, string address, int number)
    {
        var card = (string)(await app.Call("api/programs/kkr/cards", new { medium = "qr" }, $"card-{number}", Person.Front))!["cardNumber"]!;
        var form = Person.Form(address);
        form["noticeOf"] = new JsonArray("points");
        Assert.NotNull((await app.Call($"api/cards/{card}/member", form, $"member-{number}", Person.Front))!["entryHash"]);
        if (number == 0)
        {
            var code = CodeForm().Match((string)(await Mails(app, address))[0]["text"]!).Groups["code"].Value;
            Assert.True((bool)(await app.Call("api/mail-confirmations", new { code }, "confirm"))!["myPageOpen"]!);
        }

        return card;
    }

    /// <summary>Every award has points of its own, by which its letter is known.</summary>
    private async Task Award(ChildApp app, string card, CancellationTokenSource stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var thousands = Interlocked.Increment(ref awards);
                await app.Call("api/awards", new { card, amountYen = thousands * 1_000, facility = "tokyo", department = "lodging" }, $"award-{thousands}");
            }
        }
        catch (HttpRequestException)
        {
            // The process is gone: whether this one was written, the ledger says.
        }
    }

    private static async Task<List<long>> Awarded(ChildApp app, string card)
    {
        List<long> points = [];
        string? continuation = null;
        do
        {
            var page = await app.Get($"api/cards/{card}/entries?limit=100{(continuation is null ? "" : $"&continuation={continuation}")}");
            points.AddRange(page["entries"]!.AsArray().Where(entry => (string?)entry!["kind"] == "award").Select(entry => (long)entry!["points"]!));
            continuation = (string?)page["continuation"];
        }
        while (continuation is not null);
        return points;
    }

    private static async Task<List<long>> Told(ChildApp app, string address) =>
        [.. (await Mails(app, address)).Select(mail => PointsForm().Match((string)mail["text"]!)).Where(match => match.Success)
            .Select(match => long.Parse(match.Groups["points"].Value.Replace(",", "", StringComparison.Ordinal)))];

    private static async Task<IReadOnlyList<JsonNode>> Mails(ChildApp app, string address) =>
        [.. (await app.Get("api/local/outbox")).AsArray().Select(mail => mail!).Where(mail => (string?)mail["to"] == address)];

    [GeneratedRegex(@"ポイント　　\+(?<points>[0-9,]+)ポイント", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PointsForm();

    [GeneratedRegex(@"confirm\?code=(?<code>[A-Za-z0-9_-]{22})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex CodeForm();
}
