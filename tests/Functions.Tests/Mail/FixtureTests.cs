using System.Text;
using Functions.Mail.Inbound;

namespace Functions.Tests.Mail;

/// <summary>An app in which everybody who writes in the fixtures and could be a member is one.</summary>
public sealed class FixtureInbox : IAsyncLifetime
{
    private static readonly string[] Members =
    [
        "taro@docomo.ne.jp", "a..b@docomo.ne.jp", ".abc@docomo.ne.jp", "a..b.@docomo.ne.jp", "abc.@ezweb.ne.jp", "-abc-@au.com", "taro@i.softbank.jp",
        "mailer-daemon@docomo.ne.jp", "postmaster@docomo.ne.jp", "no-reply@docomo.ne.jp", Inbox.Kakunin, "points@kkr.example",
    ];

    internal Inbox Inbox { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Inbox = await Inbox.Start(null, "--Kakunin:RepliesPerMemberPerDay=100");
        foreach (var address in Members)
            await Inbox.Member(address);
        await Inbox.Member("unconfirmed@docomo.ne.jp", confirmed: false);
    }

    public ValueTask DisposeAsync() => Inbox.DisposeAsync();
}

/// <summary>Every .eml beside this file, raw and taken apart: who gets a reply, and why nobody does.</summary>
public sealed class FixtureTests(FixtureInbox app) : IClassFixture<FixtureInbox>
{
    private const string Taro = "taro@docomo.ne.jp";

    private readonly Inbox inbox = app.Inbox;

    /// <summary>Fixture, who gets a reply (or why nobody), and what the mail service found where it is not the usual: a path of the sender's own that passes SPF.</summary>
    public static TheoryData<string, string, string?, string, string> Fixtures => new()
    {
        { "empty", Taro, Taro, "pass", "none" },
        { "empty-with-mime-headers", Taro, Taro, "pass", "none" },
        { "no-message-id", Taro, Taro, "pass", "none" },
        { "docomo-two-dots", "a..b@docomo.ne.jp", "a..b@docomo.ne.jp", "pass", "none" },
        { "docomo-leading-dot", ".abc@docomo.ne.jp", ".abc@docomo.ne.jp", "pass", "none" },
        { "docomo-dots-quoted", "a..b.@docomo.ne.jp", "\"a..b.\"@docomo.ne.jp", "pass", "none" },
        { "docomo-dots-quoted-with-name", "a..b.@docomo.ne.jp", "a..b.@docomo.ne.jp", "pass", "none" },
        { "docomo-dots-bare-with-name", "a..b.@docomo.ne.jp", "a..b.@docomo.ne.jp", "pass", "none" },
        { "au-trailing-dot-quoted", "abc.@ezweb.ne.jp", "\"abc.\"@ezweb.ne.jp", "pass", "none" },
        { "au-hyphen-first", "-abc-@au.com", "-abc-@au.com", "pass", "none" },
        { "domain-in-capitals", Taro, "Taro@DOCOMO.NE.JP", "pass", "none" },
        { "name-in-comment", Taro, Taro, "pass", "none" },
        { "name-with-unpaired-quote", Taro, Taro, "pass", "none" },
        { "name-with-comma", Taro, Taro, "pass", "none" },
        { "name-in-raw-jis", Taro, Taro, "pass", "none" },
        { "name-in-raw-shift-jis", Taro, Taro, "pass", "none" },
        { "folded-from", Taro, Taro, "pass", "none" },
        { "iphone-cp932", "taro@i.softbank.jp", "taro@i.softbank.jp", "pass", "{@i.softbank.jp : pass}" },
        { "jis-cut-inside-a-character", Taro, Taro, "pass", "none" },
        { "jis-cut-without-escapes", Taro, Taro, "pass", "none" },
        { "utf8-cut-inside-a-character", Taro, Taro, "pass", "none" },
        { "half-width-kana", Taro, Taro, "pass", "none" },
        { "quoted-printable", Taro, Taro, "pass", "none" },
        { "base64-without-padding", Taro, Taro, "pass", "none" },
        { "carrier-pictures", Taro, Taro, "pass", "none" },
        { "unknown-charset", Taro, Taro, "pass", "none" },
        { "photo-attached", Taro, Taro, "pass", "none" },
        { "reply-to-elsewhere", Taro, Taro, "pass", "none" },
        { "forwarded", Taro, "box@forwarder.example", "fail", "{@docomo.ne.jp : pass}" },
        { "forwarded-by-exchange", Taro, "taro+srs@kkr.example", "pass", "{@mail.docomo.ne.jp : pass}" },
        { "auto-submitted-no", Taro, Taro, "none", "none" },
        { "message-id-folded-into-a-header", Taro, Taro, "neutral", "none" },
        { "message-id-too-long", Taro, null, "", "" },

        { "vacation-reply", KakuninReason.Automatic, Taro, "pass", "none" },
        { "auto-generated", KakuninReason.Automatic, Taro, "pass", "none" },
        { "out-of-office-exchange", KakuninReason.Automatic, Taro, "pass", "none" },
        { "x-autoreply", KakuninReason.Automatic, Taro, "pass", "none" },
        { "x-autorespond", KakuninReason.Automatic, Taro, "pass", "none" },
        { "precedence-bulk", KakuninReason.Automatic, Taro, "pass", "none" },
        { "precedence-junk", KakuninReason.Automatic, Taro, "pass", "none" },
        { "precedence-list", KakuninReason.Automatic, Taro, "pass", "none" },
        { "mailing-list", KakuninReason.Automatic, Taro, "pass", "none" },
        { "magazine", KakuninReason.Automatic, Taro, "pass", "none" },
        { "delivery-report", KakuninReason.Automatic, Taro, "pass", "none" },
        { "null-path", KakuninReason.Automatic, Taro, "pass", "none" },
        { "null-envelope", KakuninReason.Automatic, "", "none", "none" },
        { "mailer-daemon", KakuninReason.Automatic, "mailer-daemon@docomo.ne.jp", "pass", "none" },
        { "postmaster", KakuninReason.Automatic, "postmaster@docomo.ne.jp", "pass", "none" },
        { "noreply", KakuninReason.Automatic, "no-reply@docomo.ne.jp", "pass", "none" },
        { "daemon-in-envelope", KakuninReason.Automatic, "MAILER-DAEMON@docomo.ne.jp", "pass", "none" },
        { "own-kakunin-address", KakuninReason.Automatic, Inbox.Kakunin, "pass", "none" },
        { "own-sender", KakuninReason.Automatic, "points@kkr.example", "pass", "none" },
        { "own-marker", KakuninReason.Automatic, Taro, "pass", "none" },

        { "forged-spf-fail", KakuninReason.Doubtful, Taro, "fail", "none" },
        { "forged-spf-softfail", KakuninReason.Doubtful, Taro, "softfail", "none" },
        { "forged-from-a-neighbour", KakuninReason.Doubtful, "mallory@ezweb.ne.jp", "pass", "{@ezweb.ne.jp : pass}" },
        { "stranger", KakuninReason.Stranger, "stranger@docomo.ne.jp", "pass", "none" },
        { "unconfirmed", KakuninReason.Stranger, "unconfirmed@docomo.ne.jp", "pass", "none" },
        { "member-in-display-name", KakuninReason.Stranger, "stranger@docomo.ne.jp", "pass", "none" },
        { "member-in-bare-display-name", KakuninReason.Stranger, "stranger@docomo.ne.jp", "pass", "none" },
        { "member-in-encoded-name", KakuninReason.Stranger, "stranger@docomo.ne.jp", "pass", "none" },
        { "member-only-in-sender", KakuninReason.Stranger, "stranger@docomo.ne.jp", "pass", "none" },
        { "two-addresses", KakuninReason.Unreadable, Taro, "pass", "none" },
        { "two-from-headers", KakuninReason.Unreadable, Taro, "pass", "none" },
        { "no-from", KakuninReason.Unreadable, Taro, "pass", "none" },
        { "to-somebody-else", KakuninReason.OtherAddress, Taro, "pass", "none" },
    };

    [Theory, MemberData(nameof(Fixtures)), Clause("KKR-10")]
    public Task Raw(string name, string expected, string? path, string spf, string dkim) => Deliver(Inbox.Fixture(name), name, expected, path, raw: true, spf, dkim);

    [Theory, MemberData(nameof(Fixtures)), Clause("KKR-10")]
    public Task TakenApart(string name, string expected, string? path, string spf, string dkim) =>
        Deliver(Renamed(Inbox.Fixture(name)), name, expected, path, raw: false, spf, dkim);

    private async Task Deliver(byte[] mail, string name, string expected, string? path, bool raw, string spf, string dkim)
    {
        var (before, logged) = ((await inbox.Replies()).Count, inbox.Log.Kakunin.Count);

        var answer = await inbox.Deliver(mail, path, raw, spf, dkim, to: name == "to-somebody-else" ? "info@kkr.example" : Inbox.Kakunin);

        var replies = (await inbox.Replies()).Skip(before).ToList();
        Assert.Equal((200, ""), (answer.Status, answer.Body));
        if (expected.Contains('@'))
        {
            Assert.Equal(["KakuninReplied kkr"], inbox.Log.Kakunin.Skip(logged));
            Assert.Equal(expected, (string?)Assert.Single(replies)["to"]);
            Assert.DoesNotContain("attacker", replies[0].ToJsonString(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal([$"KakuninRefused {expected}"], inbox.Log.Kakunin.Skip(logged));
            Assert.Empty(replies);
        }
    }

    [Fact]
    public void EveryFixture_IsInTheTable() => Assert.Equal(
        Directory.EnumerateFiles(Inbox.Folder, "*.eml").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
        Fixtures.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    /// <summary>The same mail taken apart is another mail: it has another id.</summary>
    private static byte[] Renamed(byte[] mail) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(mail).Replace("Message-ID: <", "Message-ID: <apart.", StringComparison.Ordinal));
}
