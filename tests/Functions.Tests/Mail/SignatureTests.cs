using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Functions.Mail.Inbound;
using Microsoft.Extensions.Configuration;

namespace Functions.Tests.Mail;

/// <summary>Only what the mail service signed, byte for byte and just now, is read at all.</summary>
public sealed class SignatureTests : IAsyncLifetime
{
    private const string Taro = "taro@docomo.ne.jp";

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(9));

    private Inbox inbox = null!;

    public async ValueTask InitializeAsync()
    {
        inbox = await Inbox.Start();
        inbox.App.Clock.Stop(Noon);
        await inbox.Member(Taro);
    }

    public ValueTask DisposeAsync() => inbox.DisposeAsync();

    [Fact]
    public async Task ARightSignature_IsTaken()
    {
        Assert.Equal(200, (await inbox.Signed(NewForm())).Status);
        Assert.Single(await inbox.Replies(Taro));
    }

    /// <summary>Key, signature and body as <c>openssl dgst -sha256 -sign</c> made them: the format is not only our own.</summary>
    [Fact]
    public async Task ASignatureThatOpensslMade_Holds()
    {
        const string key = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYkpRQCeLwlfmMA9kS/GIk4Rt2CZBmCtTT4SVHwYwfBJZ1tc6aJLmUbJBJ+7rK6dUgzwFQIgMWPzmbazTCRRoRg==";
        const string signature = "MEQCIBA6CZdsWh/tjfQ6jiGk8GrUno1pXMZVAqCUq9GooRz3AiAJWUOSAiXYX0flJojwnWiHEJCOhTCpg+uvnw06p0v3jg==";
        await using var other = await Inbox.Start(null, $"--Kakunin:PublicKey={key}");
        other.App.Clock.Stop(DateTimeOffset.FromUnixTimeSeconds(1_772_326_800));
        var form = ("--b\r\nContent-Disposition: form-data; name=\"headers\"\r\n\r\nFrom: taro@docomo.ne.jp\r\n\r\n--b--\r\n"u8.ToArray(), "multipart/form-data; boundary=b");

        Assert.Equal(200, (await other.Post(form, signature, "1772326800")).Status);
        Assert.Equal("signature-invalid", (await other.Post(form, signature, "1772326801")).Code);
    }

    [Fact]
    public async Task EveryOtherSignature_Is403_AndNothingIsRead()
    {
        var (form, timestamp) = (NewForm(), inbox.Timestamp());
        var good = Inbox.Sign(form.Body, timestamp);
        using var strange = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] changed = [.. form.Body];
        changed[^20] ^= 1;

        var refused = new[]
        {
            await inbox.Post(form, signature: null, timestamp),
            await inbox.Post(form, good, timestamp: null),
            await inbox.Post(form, "", timestamp),
            await inbox.Post(form, "not base64!", timestamp),
            await inbox.Post(form, Convert.ToBase64String(new byte[70]), timestamp),
            await inbox.Post(form, Convert.ToBase64String(new byte[4_000]), timestamp),
            await inbox.Post(form, good[..^8], timestamp),
            await inbox.Post((changed, form.Type), good, timestamp),
            await inbox.Post(form, Inbox.Sign(form.Body, timestamp, strange), timestamp),
            await inbox.Post(form, Inbox.Sign(form.Body, timestamp, format: DSASignatureFormat.IeeeP1363FixedFieldConcatenation), timestamp),
            await inbox.Post(form, good, (long.Parse(timestamp, CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture)),
        };

        Assert.All(refused, reply => Assert.Equal((403, "signature-invalid"), (reply.Status, reply.Code)));
        Assert.Empty(await inbox.Replies());
        Assert.All(inbox.Log.Kakunin, line => Assert.Equal("KakuninRefused signature", line));
        Assert.Equal(refused.Length, inbox.Log.Kakunin.Count);
    }

    [Theory]
    [InlineData(-601, 403)]
    [InlineData(-600, 200)]
    [InlineData(600, 200)]
    [InlineData(601, 403)]
    public async Task ATimeMoreThanTenMinutesOff_IsStale(int secondsOff, int status)
    {
        var (form, timestamp) = (NewForm(), Shifted(secondsOff));

        var reply = await inbox.Post(form, Inbox.Sign(form.Body, timestamp), timestamp);

        Assert.Equal(status, reply.Status);
        if (status == 403)
            Assert.Equal("signature-stale", reply.Code);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1e9")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999")]
    public async Task ATimeThatIsNone_IsStale(string timestamp)
    {
        var form = NewForm();

        Assert.Equal((403, "signature-stale"), await inbox.Post(form, Inbox.Sign(form.Body, timestamp), timestamp) is var reply ? (reply.Status, reply.Code) : default);
    }

    [Fact]
    public async Task WindowAndHeaderNames_AreSettings()
    {
        await using var other = await Inbox.Start(null, "--Kakunin:MaxAgeSeconds=5", "--Kakunin:SignatureHeader=X-Signed", "--Kakunin:TimestampHeader=X-Signed-At");
        other.App.Clock.Stop(Noon);
        var (form, now) = (NewForm(), other.Timestamp());

        Assert.Equal(403, (await other.Signed(form)).Status);
        Assert.Equal(200, await Send(now));
        Assert.Equal(403, await Send(Shifted(-10)));

        async Task<int> Send(string timestamp)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/mail/inbound") { Content = new ReadOnlyMemoryContent(form.Body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", form.Type);
            request.Headers.Add("X-Signed", Inbox.Sign(form.Body, timestamp));
            request.Headers.Add("X-Signed-At", timestamp);
            using var response = await other.App.Http.SendAsync(request);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task WithoutAKey_NothingIsTaken()
    {
        await using var other = await Inbox.Start(null, "--Kakunin:PublicKey=");

        Assert.Equal((403, "signature-invalid"), await other.Signed(NewForm()) is var reply ? (reply.Status, reply.Code) : default);
    }

    [Fact]
    public void TheDevelopmentKey_IsNoDefault_AndKeepsTheAppFromStartingInAzure()
    {
        Assert.Null(From([]).PublicKey);
        Assert.Throws<InvalidOperationException>(() => From(new() { ["Kakunin:DevelopmentKey"] = "MIGH", ["Cosmos:accountEndpoint"] = "https://points.documents.azure.com" }));
        Assert.Throws<InvalidOperationException>(() => From(new() { ["Kakunin:PublicKey"] = "bm90IGEga2V5" }));

        static KakuninSettings From(Dictionary<string, string?> values) => KakuninSettings.From(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }

    [Theory]
    [InlineData(31, 200)]
    [InlineData(33, 413)]
    public async Task AMailWithAttachments_IsTakenUpTo32MiB_AndTheyAreNotLookedAt(int mebibytes, int status)
    {
        var form = Inbox.Form(Inbox.Empty(Taro), Taro, raw: false);
        var attachment = Encoding.UTF8.GetBytes("--xYzZY\r\nContent-Disposition: form-data; name=\"attachment1\"; filename=\"p.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n");
        byte[] body = [.. attachment, .. new byte[mebibytes * 1024 * 1024], .. "\r\n"u8, .. form.Body];

        Assert.Equal(status, (await inbox.Signed((body, form.Type))).Status);
        Assert.Equal(status == 200 ? 1 : 0, (await inbox.Replies(Taro)).Count);
    }

    private static (byte[] Body, string Type) NewForm() => Inbox.Form(Inbox.Empty(Taro), Taro);

    private string Shifted(int seconds) => (inbox.App.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture);
}
