using System.Globalization;

namespace Functions.Tests.Mail;

/// <summary>At most so many replies a day to one member, and so many an hour to all; a day is a day in Japan.</summary>
public sealed class ReplyLimitTests
{
    private const string Taro = "taro@docomo.ne.jp";
    private const string Hanako = "hanako@docomo.ne.jp";

    [Fact]
    public async Task SixMailsOnOneDay_FiveReplies_AndTheNextJapaneseDayBeginsAnew_AlsoAfterARestart()
    {
        var folder = Directory.CreateTempSubdirectory("points-kakunin").FullName;
        await using (var inbox = await Inbox.Start(folder))
        {
            await inbox.Member(Taro);
            await inbox.Member(Hanako);
            Set(inbox, "2026-03-01T23:50:00+09:00");
            Assert.Equal(5, await RepliesTo(inbox, Taro, mails: 6));
            Assert.Equal("KakuninRefused member-limit", inbox.Log.Kakunin[^1]);
            Assert.Equal(1, await RepliesTo(inbox, Hanako, mails: 1));
        }

        await using (var inbox = await Inbox.Start(folder))
        {
            Set(inbox, "2026-03-01T23:58:00+09:00");
            Assert.Equal(0, await RepliesTo(inbox, Taro, mails: 1));
            Set(inbox, "2026-03-02T00:00:00+09:00");
            Assert.Equal(5, await RepliesTo(inbox, Taro, mails: 7));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task MailsAtOnce_CannotSlipPastTheLimit()
    {
        await using var inbox = await Inbox.Start();
        await inbox.Member(Taro);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => inbox.Deliver(Inbox.Empty(Taro), Taro)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(5, (await inbox.Replies(Taro)).Count);
    }

    [Fact]
    public async Task TheHourOfAllMembers_HasItsOwnLimit()
    {
        await using var inbox = await Inbox.Start(null, "--Kakunin:RepliesPerHour=3");
        await inbox.Member(Taro);
        await inbox.Member(Hanako);
        Set(inbox, "2026-03-01T10:30:00+09:00");

        Assert.Equal(2, await RepliesTo(inbox, Taro, mails: 2));
        Assert.Equal(1, await RepliesTo(inbox, Hanako, mails: 2));
        Assert.Equal("KakuninRefused global-limit", inbox.Log.Kakunin[^1]);
        Set(inbox, "2026-03-01T11:00:00+09:00");
        Assert.Equal(1, await RepliesTo(inbox, Hanako, mails: 1));
    }

    [Theory]
    [InlineData("pass", "none", 5)]
    [InlineData("none", "none", 0)]
    public async Task WhereStrangersAreAnswered_OnlyProvenOnesAre_AndWithinTheSameLimit(string spf, string dkim, int replies)
    {
        await using var inbox = await Inbox.Start(null, "--Kakunin:AnswerStrangers=true");

        for (var i = 0; i < 6; i++)
            Assert.Equal(200, (await inbox.Deliver(Inbox.Empty("a..b@docomo.ne.jp"), "a..b@docomo.ne.jp", spf: spf, dkim: dkim)).Status);

        var sent = await inbox.Replies("a..b@docomo.ne.jp");
        Assert.Equal(replies, sent.Count);
        Assert.All(sent, mail => Assert.Equal(("【KKRポイント】ポイント残高のお問い合わせについて", "auto-replied"), ((string?)mail["subject"], (string?)mail["headers"]!["Auto-Submitted"])));
    }

    private static void Set(Inbox inbox, string now) => inbox.App.Clock.Stop(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));

    private static async Task<int> RepliesTo(Inbox inbox, string address, int mails)
    {
        var before = (await inbox.Replies(address)).Count;
        for (var i = 0; i < mails; i++)
            Assert.Equal(200, (await inbox.Deliver(Inbox.Empty(address), address)).Status);
        return (await inbox.Replies(address)).Count - before;
    }
}
