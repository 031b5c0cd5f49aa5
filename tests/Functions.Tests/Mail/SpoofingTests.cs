using Functions.Mail.Inbound;

namespace Functions.Tests.Mail;

/// <summary>Whom SPF and DKIM prove to be the sender. Only a domain itself or one inside it counts, never a shared suffix.</summary>
public sealed class SpoofingTests
{
    [Theory]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "pass", "none", Sender.Proven)]
    [InlineData("taro@docomo.ne.jp", "bounce@mail.docomo.ne.jp", "pass", "none", Sender.Proven)]
    [InlineData("taro@mail.example.jp", "bounce@example.jp", "Pass", "", Sender.Proven)]
    [InlineData("taro@docomo.ne.jp", "x@forwarder.example", "softfail", "{@docomo.ne.jp : pass}", Sender.Proven)]
    [InlineData("taro@docomo.ne.jp", "x@forwarder.example", "pass", "{@forwarder.example : pass, @docomo.ne.jp : pass}", Sender.Proven)]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "pass", "{@docomo.ne.jp : fail}", Sender.Proven)]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "none", "none", Sender.Unknown)]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "neutral", "none", Sender.Unknown)]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "temperror", "", Sender.Unknown)]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "permerror", "{@docomo.ne.jp : temperror}", Sender.Unknown)]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "", "", Sender.Unknown)]
    [InlineData("taro@docomo.ne.jp", null, "none", "{@docomo.ne.jp : none}", Sender.Unknown)]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "fail", "none", Sender.Doubtful)]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "softfail", "none", Sender.Doubtful)]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "none", "{@docomo.ne.jp : fail}", Sender.Doubtful)]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "none", "fail", Sender.Doubtful)]
    [InlineData("taro@docomo.ne.jp", "mallory@ezweb.ne.jp", "pass", "none", Sender.Doubtful)]
    [InlineData("taro@docomo.ne.jp", "mallory@ezweb.ne.jp", "pass", "{@ezweb.ne.jp : pass}", Sender.Doubtful)]
    [InlineData("taro@docomo.ne.jp", "taro@docomo.ne.jp", "none", "{@ezweb.ne.jp : pass}", Sender.Doubtful)]
    [InlineData("taro@docomo.ne.jp", "x@notdocomo.ne.jp", "pass", "none", Sender.Doubtful)]
    [InlineData("taro@docomo.ne.jp", "x@docomo.ne.jp.attacker.example", "pass", "none", Sender.Doubtful)]
    [InlineData("taro@docomo.ne.jp", null, "pass", "none", Sender.Doubtful)]
    public async Task OnlyAnAlignedPassProves_AndOnlyNoVerdictAtAllIsUnknown(string from, string? path, string spf, string dkim, Sender expected)
    {
        var form = Inbox.Form(Inbox.Empty(from), path, spf: spf, dkim: dkim);

        var mail = await SendGridMail.Read(new MemoryStream(form.Body), form.Type, DateTimeOffset.UnixEpoch, CancellationToken.None);

        Assert.Equal(expected, Spoofing.Of(mail!));
    }
}
