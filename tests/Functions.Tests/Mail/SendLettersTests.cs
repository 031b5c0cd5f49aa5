using System.Text.Json.Nodes;
using Functions.Mail;
using Functions.Tests.Members;
using Local.Cosmos;
using Local.Mail;

namespace Functions.Tests.Mail;

public sealed class SendLettersTests
{
    private static readonly DateTimeOffset Noon = Post.At("2026-03-02T12:00:00+09:00");

    [Fact]
    public async Task AMailerThatFailsFiveTimes_LosesNothing_AndDoublesNothing_AndTheOrderHolds()
    {
        await using var app = await Backend.StartWithFeeds();
        app.Clock.Stop(Noon);
        var (card, address) = await app.Holder();
        await app.Drain();
        var (failures, tried) = (0, new List<string>());
        app.MailFaults().OnSend = mail =>
        {
            tried.Add(mail.Id);
            return ++failures <= 5 ? MailFault.Unavailable() : null;
        };

        for (var i = 1; i <= 3; i++)
            await app.Award(card, i * 10_000, $"award-{i}");
        await app.Drain();
        Assert.Empty(await app.Letters(address));
        var (id, from) = ($"entry:{await app.AccountOf(card)}:award-1", Noon);
        foreach (var minutes in new[] { 1, 2, 4, 8, 16 })
        {
            var due = (await app.Queued(id))!.Value.NextTryAt;
            Assert.InRange(due, from.AddMinutes(minutes), app.Clock.GetUtcNow().AddMinutes(minutes));
            // Goes on, so that the letters have an order.
            app.Clock.Set(from = due);
            await app.RunSender();
        }

        // Only the first was tried: the others did not overtake it.
        Assert.Single(tried.Take(6).Distinct());
        Assert.Equal(["+100", "+200", "+300"], Points(await app.Letters(address)));
        Assert.All(await app.Queue(), letter => Assert.Equal("sent", letter.State));
    }

    [Fact]
    public async Task AfterTheLastTry_ALetterIsDead_LaterOnesGoOn_AndAnOperatorOfTheProgramSendsItAgain()
    {
        await using var app = await Backend.StartWithFeeds(settings: "--Mail:Tries=2");
        app.Clock.Stop(Noon);
        var (card, address) = await app.Holder();
        app.MailFaults().OnSend = mail => mail.Id.EndsWith(":award-1", StringComparison.Ordinal) ? MailFault.Refused() : null;
        await app.Award(card, 10_000, "award-1");
        await app.Award(card, 20_000, "award-2");
        await app.Drain();
        app.Clock.Set(Noon.AddMinutes(2));
        await app.RunSender();
        await app.RunSender();

        Assert.Equal(["+200"], Points(await app.Letters(address)));
        var listed = await app.Get("api/dead-letters", Post.Operator);
        var dead = Assert.Single(listed.Json["deadLetters"]!.AsArray())!;
        Assert.Equal(("award", "kkr", 2, "refused"), ((string?)dead["letter"], (string?)dead["program"], (int)dead["attempts"]!, (string?)dead["failure"]));
        Assert.DoesNotContain(address, listed.Body, StringComparison.Ordinal);

        app.MailFaults().OnSend = null;
        var replay = $"api/dead-letters/{Uri.EscapeDataString((string)dead["id"]!)}/replay";
        Assert.Empty((await app.Get("api/dead-letters", "keio-operator.local")).Json["deadLetters"]!.AsArray());
        Assert.Equal((404, 403, 400), (
            (await app.Post(replay, "{}", "r", "keio-operator.local")).Status,
            (await app.Post(replay, "{}", "r", Person.Front)).Status,
            (await app.Post(replay, new { why = 1 }, "r", Post.Operator)).Status));
        var replayed = await app.Post(replay, "{}", "replay-1", Post.Operator);
        await app.Drain();
        var repeated = await app.Post(replay, "{}", "replay-1", Post.Operator);

        Assert.Equal(["+200", "+100"], Points(await app.Letters(address)));
        Assert.Equal((202, 202, true, replayed.Body), (replayed.Status, repeated.Status, repeated.Replayed, repeated.Body));
        Assert.Equal("dead-letter-unknown", (await app.Post(replay, "{}", "replay-2", Post.Operator)).Code);
    }

    [Fact]
    public async Task WhoDiesBetweenSendingAndMarking_HasSentItOnce()
    {
        var folder = Directory.CreateTempSubdirectory("points-mark-").FullName;
        string address;
        await using (var app = await Backend.StartWithFeeds(folder))
        {
            app.Clock.Stop(Noon);
            (var card, address) = await app.Holder();
            await app.Drain();
            var (sent, marks) = ((string?)null, 0);
            app.MailFaults().OnSend = mail =>
            {
                sent = mail.Id;
                return null;
            };
            app.Cosmos.Faults.OnRequest = request =>
            {
                // The mail is out; the first thing that its sender does afterwards is to look the letter up and mark it.
                if (sent is null || request.Id != sent)
                    return null;
                Interlocked.Increment(ref marks);
                return Fault.UnavailableBefore();
            };
            await app.Award(card, 10_000, "award-1");
            await Waiting.Until("The sender marks its letter", () => Volatile.Read(ref marks) > 0);
        }

        await using var again = await Backend.StartWithFeeds(folder);
        // Long after the first one was last heard of.
        await again.RunSender();

        Assert.Equal(["+100"], Points(await again.Letters(address)));
        var after = (await again.Queue()).Single(letter => letter.Letter == "award");
        Assert.Equal(("sent", 2), (after.State, after.Attempts));
    }

    [Fact]
    public async Task ATryWithoutAnAnswer_IsRepeated_AndIsOneMail()
    {
        await using var app = await Backend.StartWithFeeds();
        app.Clock.Stop(Noon);
        var (card, address) = await app.Holder();
        var asked = 0;
        app.MailFaults().OnSend = _ => ++asked <= 3 ? MailFault.NoAnswerAfterSending() : null;
        await app.Award(card, 10_000);
        await app.Drain();
        foreach (var minutes in new[] { 2, 5, 10 })
        {
            app.Clock.Stop(Noon.AddMinutes(minutes));
            await app.RunSender();
        }

        Assert.Equal(4, asked);
        Assert.Single(await app.Letters(address));
        Assert.All(await app.Queue(), letter => Assert.Equal("sent", letter.State));
    }

    [Theory]
    [InlineData(LetterUrgency.Notice, 4, true)]
    [InlineData(LetterUrgency.Notice, 5, false)]
    [InlineData(LetterUrgency.Reply, 5, true)]
    [InlineData(LetterUrgency.Reply, 500, true)]
    public void WhereTheServiceForgetsIds_ANoticeOfUnknownOutcomeIsNotSentTwice_AReplyIs(string urgency, int minutesLater, bool mayBe)
    {
        var letter = new QueuedLetter
        {
            Id = "1", Program = "kkr", MemberId = "m", Letter = "award", Facts = new Dictionary<string, string>(), Urgency = urgency,
            QueuedAt = Noon, NextTryAt = Noon, UnknownSince = Noon,
        };

        Assert.Equal(mayBe, Delivery.MayBeRepeated(letter, TimeSpan.FromMinutes(4.5), Noon.AddMinutes(minutesLater)));
        Assert.True(Delivery.MayBeRepeated(letter with { UnknownSince = null }, TimeSpan.FromMinutes(4.5), Noon.AddDays(1)));
    }

    [Fact]
    public async Task AConfirmationThatTheMailerRefuses_IsNotLost_AndTheRegistrationStands()
    {
        await using var app = await Backend.StartWithFeeds();
        app.Clock.Stop(Noon);
        var (card, address) = (await app.Card(), Person.NewAddress());
        app.MailFaults().OnSend = _ => MailFault.Unavailable();
        var registered = await app.Register(card, Person.Form(address));
        Assert.Empty(await app.Mails(address));
        app.MailFaults().OnSend = null;

        app.Clock.Stop(Noon.AddMinutes(2));
        await app.RunSender();

        Assert.Equal(201, registered.Status);
        Assert.Equal(200, (await app.Confirm(await app.Code(address))).Status);
        Assert.DoesNotContain(address, (await app.Queue()).Aggregate("", (all, letter) => all + letter), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Points(IEnumerable<JsonNode> letters) =>
        letters.Select(mail => ((string)mail["text"]!).Split("ポイント　　")[1].Split("ポイント")[0]);
}
