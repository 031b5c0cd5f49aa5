using System.Text;
using Functions.Mail.Inbound;

namespace Functions.Tests.Mail;

/// <summary>What a mail says, whatever charset it was written in, named rightly or not.</summary>
public sealed class MailReadingTests
{
    [Theory]
    [InlineData("empty", "", "")]
    [InlineData("empty-with-mime-headers", "", "")]
    [InlineData("docomo-dots-quoted-with-name", "残高照会", "")]
    [InlineData("name-in-raw-jis", "残高", "")]
    [InlineData("name-in-raw-shift-jis", "ポイント残高の表示", "")]
    [InlineData("iphone-cp932", "残高①㈱", "教えてください iPhoneから送信")]
    [InlineData("jis-cut-inside-a-character", "ポイント残高を教えてください", "")]
    [InlineData("jis-cut-without-escapes", "ポイント残高を教えてください", "")]
    [InlineData("utf8-cut-inside-a-character", "ポイント残高", "")]
    [InlineData("half-width-kana", "ポイント", "ポイント ザンダカ A1")]
    [InlineData("quoted-printable", "残高 ", "残高は")]
    [InlineData("base64-without-padding", "残高a", "")]
    [InlineData("carrier-pictures", "残高😊", "")]
    [InlineData("unknown-charset", "残高", "残高")]
    [InlineData("photo-attached", "", "残高")]
    [InlineData("vacation-reply", "Re: 残高", "")]
    public async Task SubjectAndText_AreRead(string fixture, string subject, string text)
    {
        var mail = await Read(Inbox.Form(Inbox.Fixture(fixture), "taro@docomo.ne.jp"));

        Assert.Equal((subject, text), (mail.Subject, string.Join(' ', mail.Text.Split((char[])['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries))));
    }

    [Theory]
    [InlineData("iso-2022-jp")]
    [InlineData("cp932")]
    [InlineData("windows-31j")]
    [InlineData("euc-jp")]
    [InlineData("utf-8")]
    public async Task AFormTakenApart_HasItsTextInTheCharsetItNames(string charset)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(charset is "cp932" or "windows-31j" ? "shift_jis" : charset).GetBytes("残高を教えて");
        byte[] body =
        [
            .. Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"from\"\r\n\r\nTaro <a..b@docomo.ne.jp>\r\n--b\r\nContent-Disposition: form-data; name=\"charsets\"\r\n\r\n{{\"text\":\"{charset}\"}}\r\n--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n"),
            .. bytes, .. "\r\n--b--\r\n"u8,
        ];

        var mail = await Read((body, "multipart/form-data; boundary=b"));

        Assert.Equal(("a..b@docomo.ne.jp", "残高を教えて"), (mail.From, mail.Text));
    }

    [Theory]
    [InlineData("a..b@docomo.ne.jp", "a..b@docomo.ne.jp")]
    [InlineData("\"a..b\"@docomo.ne.jp", "a..b@docomo.ne.jp")]
    [InlineData("<.a.@docomo.ne.jp>", ".a.@docomo.ne.jp")]
    [InlineData("\"a\\..b\" @docomo.ne.jp", "a..b@docomo.ne.jp")]
    [InlineData("\"Taro, Yamada\" <taro@docomo.ne.jp>", "taro@docomo.ne.jp")]
    [InlineData("taro@DOCOMO.ne.jp (a (b) c)", "taro@docomo.ne.jp")]
    [InlineData("Taro :-( <taro@docomo.ne.jp>", "taro@docomo.ne.jp")]
    [InlineData("taro@docomo.ne.jp,", "taro@docomo.ne.jp")]
    [InlineData("<a@x.example> <b@x.example>", null)]
    [InlineData("a@x.example, b@x.example", null)]
    [InlineData("a@x.example; b@x.example", null)]
    [InlineData("\"a@b\"@x.example", null)]
    [InlineData("taro", null)]
    [InlineData("", null)]
    [InlineData("<>", null)]
    [InlineData("taro@localhost", null)]
    [InlineData("taro@[127.0.0.1]", null)]
    [InlineData("太郎@docomo.ne.jp", null)]
    [InlineData("taro@docomo.ne.jp\r\nBcc: x@x.example", null)]
    public void TheSender_IsTheOneAddressThereIs(string header, string? address) => Assert.Equal(address, SenderAddresses.Only(header));

    private static async Task<InboundMail> Read((byte[] Body, string Type) form) =>
        (await SendGridMail.Read(new MemoryStream(form.Body), form.Type, DateTimeOffset.UnixEpoch, CancellationToken.None))!;
}
