using System.Text;

namespace Functions.Tests.Mail;

/// <summary>Rightly signed nonsense: never a mistake of ours, and never a reply to somebody who is no member.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Snippets =
    [
        "\r\n", "\r\n\r\n", "--xYzZY", "--xYzZY--\r\n", "\"", "<", ">", "@", ",", ";", "(", ")", ":", "\0", "\e$B", "\e(B", "=?cp932?B?", "?=", "=?iso-2022-jp?Q?=1B", "\\",
        "From: ", "From: x@attacker.example\r\n", "Message-ID: <", "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Disposition: form-data; name=\"email\"\r\n",
        "{\"to\":[", "{@", " : pass}", "\xFF\xFE", "Reply-To: y@attacker.example\r\n", "Return-Path: <>\r\n", "\ud83d", "a..b.@docomo.ne.jp", "\t", " ",
    ];

    private static readonly string[] Types =
        ["multipart/form-data; boundary=xYzZY", "multipart/form-data; boundary=\"xYzZY\"", "multipart/form-data", "text/plain", "multipart/form-data; boundary=", "multipart/mixed; boundary=xYzZY", "multipart/form-data; boundary=b"];

    [Fact]
    public Task TwoHundredBrokenMails_NoMistake_NoReplyToAStranger() => Fuzz(200, seed: 1);

    [Fact, Trait("Speed", "Long")]
    public Task TenThousandBrokenMails_NoMistake_NoReplyToAStranger() => Fuzz(10_000, seed: 2);

    private static async Task Fuzz(int mails, int seed)
    {
        string[] members = ["taro@docomo.ne.jp", "a..b.@docomo.ne.jp", "abc.@ezweb.ne.jp"];
        await using var inbox = await Inbox.Start(null, "--Kakunin:RepliesPerMemberPerDay=100", "--Kakunin:RepliesPerHour=1000000");
        foreach (var member in members)
            await inbox.Member(member);
        var fixtures = Directory.EnumerateFiles(Inbox.Folder, "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        var random = new Random(seed);
        using var http = new HttpClient { BaseAddress = inbox.App.Http.BaseAddress };

        for (var i = 0; i < mails; i++)
        {
            // Broken inside a form that is whole, or the form itself.
            var fixture = fixtures[random.Next(fixtures.Length)];
            var form = Inbox.Form(random.Next(2) == 0 ? Broken(fixture, random) : fixture, members[random.Next(members.Length)], raw: random.Next(2) == 0);
            var body = random.Next(2) == 0 ? Broken(form.Body, random) : form.Body;
            var timestamp = inbox.Timestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/mail/inbound") { Content = new ByteArrayContent(body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(20) == 0 ? Types[random.Next(Types.Length)] : form.Type);
            request.Headers.TryAddWithoutValidation(Inbox.SignatureHeader, Inbox.Sign(body, timestamp));
            request.Headers.TryAddWithoutValidation(Inbox.TimestampHeader, timestamp);
            using var response = await http.SendAsync(request);
            Assert.True((int)response.StatusCode == 200, $"Mail {i} of seed {seed}: {(int)response.StatusCode}\n{Encoding.Latin1.GetString(body)}");
        }

        var replies = await inbox.Replies();
        Assert.NotEmpty(replies);
        Assert.All(replies, reply => Assert.Contains((string)reply["to"]!, members));
        Assert.All(replies, reply => Assert.DoesNotContain("attacker", reply.ToJsonString(), StringComparison.Ordinal));
        Assert.DoesNotContain(inbox.Log.All, line => line.Contains("docomo", StringComparison.Ordinal) || line.Contains("attacker", StringComparison.Ordinal));
    }

    private static byte[] Broken(byte[] bytes, Random random)
    {
        List<byte> broken = [.. bytes];
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(broken.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < broken.Count:
                    broken[at] = (byte)random.Next(256);
                    break;
                case 1:
                    broken.RemoveRange(at, random.Next(int.Min(40, broken.Count - at) + 1));
                    break;
                case 2:
                    broken.InsertRange(at, Enumerable.Range(0, random.Next(1, 30)).Select(_ => (byte)random.Next(256)));
                    break;
                case 3 when random.Next(10) == 0:
                    broken.RemoveRange(at, broken.Count - at);
                    break;
                default:
                    broken.InsertRange(at, Enumerable.Repeat(Encoding.Latin1.GetBytes(Snippets[random.Next(Snippets.Length)]), random.Next(20) == 0 ? 500 : 1).SelectMany(snippet => snippet));
                    break;
            }
        }

        return [.. broken];
    }
}
