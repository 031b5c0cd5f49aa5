using System.Text.Json.Nodes;
using Functions.Mail;
using Functions.Tests.Members;
using Local.Cosmos;
using Local.Mail;

namespace Functions.Tests.Mail;

/// <summary>What goes out when the mail service takes only so much.</summary>
public sealed class MailBudgetTests
{
    private static readonly DateTimeOffset Noon = Post.At("2026-03-02T12:00:00+09:00");

    [Fact]
    public async Task TheBudgetOfAMinuteAndAnHour_HoldsOverRestarts_AndDrainAnswersWhileItIsSpent()
    {
        var folder = Directory.CreateTempSubdirectory("points-budget-").FullName;
        string[] limits = ["--Mail:PerMinute=5", "--Mail:PerHour=12"];
        string address;
        await using (var app = await Backend.StartWithFeeds(folder, limits))
        {
            app.Clock.Stop(Noon);
            // The confirmation is the first mail of the hour.
            (var card, address) = await app.Holder();
            for (var i = 0; i < 20; i++)
                await app.Award(card, 10_000);
            // A fifth is kept for replies: 4 of 5.
            Assert.Equal(4, (await app.Letters(address)).Count);
            await app.RunSender();
            Assert.Equal(4, (await app.Letters(address)).Count);
        }

        await using var again = await Backend.StartWithFeeds(folder, limits);
        again.Clock.Stop(Noon.AddSeconds(30));
        await again.RunSender();
        Assert.Equal(4, (await again.Letters(address)).Count);
        again.Clock.Stop(Noon.AddMinutes(1));
        await again.RunSender();
        Assert.Equal(8, (await again.Letters(address)).Count);
        again.Clock.Stop(Noon.AddMinutes(2));
        await again.RunSender();
        // 10 of the hour's 12 may be notices.
        Assert.Equal(10, (await again.Letters(address)).Count);
        again.Clock.Stop(Noon.AddMinutes(59));
        await again.RunSender();
        Assert.Equal(10, (await again.Letters(address)).Count);
        again.Clock.Stop(Noon.AddMinutes(60));
        await again.RunSender();
        Assert.Equal(14, (await again.Letters(address)).Count);
        again.Clock.Stop(Noon.AddMinutes(61));
        await again.RunSender();
        again.Clock.Stop(Noon.AddMinutes(120));
        await again.RunSender();
        Assert.Equal(20, (await again.Letters(address)).Count);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task NoticesNeverStarveAReply()
    {
        await using var app = await Backend.StartWithFeeds(settings: ["--Mail:PerMinute=5", "--Mail:PerHour=100"]);
        app.Clock.Stop(Noon);
        var (card, _) = await app.Holder();
        for (var i = 0; i < 20; i++)
            await app.Award(card, 10_000);
        await app.Drain();
        app.Clock.Stop(Noon.AddMinutes(1));
        await app.RunSender();

        // The minute's notices are out and 12 wait; whoever asks now is answered now.
        var asking = Person.NewAddress();
        await app.Register(await app.Card(), Person.Form(asking));

        Assert.Single(await app.Mails(asking));
        Assert.Equal(12, (await app.Queue()).Count(letter => letter.State == "waiting"));
    }

    [Fact]
    public async Task ABusyService_IsLeftAloneForAsLongAsItAsks_AndNoTryIsCounted()
    {
        await using var app = await Backend.StartWithFeeds();
        app.Clock.Stop(Noon);
        var (card, address) = await app.Holder();
        var asked = 0;
        app.MailFaults().OnSend = _ => Interlocked.Increment(ref asked) == 1 ? MailFault.Throttled(TimeSpan.FromMinutes(5)) : null;

        await app.Award(card, 10_000, "award-1");
        await app.Award(card, 20_000, "award-2");
        await app.Drain();
        app.Clock.Stop(Noon.AddMinutes(4));
        await app.RunSender();
        var (between, waiting) = (asked, (await app.Queued($"entry:{await app.AccountOf(card)}:award-1"))!.Value);
        app.Clock.Set(Noon.AddMinutes(6));
        await app.RunSender();

        Assert.Equal((1, "waiting", 0), (between, waiting.State, waiting.Attempts));
        Assert.Equal(["+100", "+200"], Points(await app.Letters(address)));
    }

    private static IEnumerable<string> Points(IEnumerable<JsonNode> letters) =>
        letters.Select(mail => ((string)mail["text"]!).Split("ポイント　　")[1].Split("ポイント")[0]);
}
