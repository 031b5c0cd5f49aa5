using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Functions.Mail;
using Functions.Members;
using Functions.Store;
using Functions.Tests.Members;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Mail;

/// <summary>An app that takes mails in, and the mail service that signs them.</summary>
internal sealed class Inbox : IAsyncDisposable
{
    public const string Kakunin = "kakunin@kkr.example";
    public const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
    public const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    private const string Boundary = "xYzZY";

    public static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private Inbox(Backend app, LogLines log) => (App, Log) = (app, log);

    public Backend App { get; }

    public LogLines Log { get; }

    public static async Task<Inbox> Start(string? folder = null, params string[] settings)
    {
        var app = await Backend.Start(folder, [$"--Kakunin:PublicKey={Convert.ToBase64String(Key.ExportSubjectPublicKeyInfo())}", "--Mail:From=points@kkr.example", Backend.LogsAll, .. settings]);
        var log = new LogLines();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        return new Inbox(app, log);
    }

    /// <summary>A member with one card and a confirmed address.</summary>
    public async Task<string> Member(string address, bool confirmed = true)
    {
        var card = await App.Card("union");
        Assert.Equal(201, (await App.Register(card, Person.Form(address))).Status);
        if (confirmed)
            Assert.Equal(200, (await App.Confirm(await App.Code(address))).Status);
        return card;
    }

    public static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(Folder, $"{name}.eml"));

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Mail");

    /// <summary>The same mail as a new one.</summary>
    public static byte[] Empty(string from, string? messageId = null) =>
        Encoding.UTF8.GetBytes($"From: {from}\r\nTo: {Kakunin}\r\nMessage-ID: {messageId ?? $"<{Guid.NewGuid():N}@docomo.ne.jp>"}\r\n\r\n");

    /// <summary>As the mail service hands a mail over: raw, or taken apart.</summary>
    public static (byte[] Body, string Type) Form(
        byte[] mail, string? envelopeFrom, bool raw = true, string spf = "pass", string dkim = "none", string to = Kakunin)
    {
        var envelope = JsonSerializer.Serialize(new { to = new[] { to }, from = envelopeFrom });
        var text = Encoding.Latin1.GetString(mail);
        var (head, rest) = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var end and >= 0 ? (mail[..(end + 2)], mail[(end + 4)..]) : (mail, []);
        List<(string Name, byte[] Value)> fields =
        [
            .. raw ? [("email", mail)] : new[] { ("headers", head), ("text", rest), ("charsets", Encoding.UTF8.GetBytes("""{"text":"utf-8"}""")) },
            ("envelope", Encoding.UTF8.GetBytes(envelope)), ("SPF", Encoding.UTF8.GetBytes(spf)), ("dkim", Encoding.UTF8.GetBytes(dkim)), ("sender_ip", "203.0.113.10"u8.ToArray()),
        ];
        using var body = new MemoryStream();
        foreach (var (name, value) in fields)
        {
            body.Write(Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n"));
            body.Write(value);
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.UTF8.GetBytes($"--{Boundary}--\r\n"));
        return (body.ToArray(), $"multipart/form-data; boundary={Boundary}");
    }

    public Task<Reply> Deliver(
        byte[] mail, string? envelopeFrom, bool raw = true, string spf = "pass", string dkim = "none", string to = Kakunin) =>
        Signed(Form(mail, envelopeFrom, raw, spf, dkim, to));

    /// <summary>Signed by the mail service, at the app's own time.</summary>
    public Task<Reply> Signed((byte[] Body, string Type) form)
    {
        var timestamp = Timestamp();
        return Post(form, Sign(form.Body, timestamp), timestamp);
    }

    public string Timestamp() => App.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static string Sign(byte[] body, string timestamp, ECDsa? key = null, DSASignatureFormat format = DSASignatureFormat.Rfc3279DerSequence) =>
        Convert.ToBase64String((key ?? Key).SignData([.. Encoding.UTF8.GetBytes(timestamp), .. body], HashAlgorithmName.SHA256, format));

    public async Task<Reply> Post((byte[] Body, string Type) form, string? signature, string? timestamp)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/mail/inbound") { Content = new ReadOnlyMemoryContent(form.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(form.Type);
        // A body that is too large is refused before it is sent.
        request.Headers.ExpectContinue = form.Body.Length > 1024 * 1024;
        request.Headers.TryAddWithoutValidation(SignatureHeader, signature);
        request.Headers.TryAddWithoutValidation(TimestampHeader, timestamp);
        using var response = await App.Http.SendAsync(request);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value)));
    }

    /// <summary>Replies in the outbox, after everything that waits was sent.</summary>
    public async Task<IReadOnlyList<JsonNode>> Replies()
    {
        await App.RunSender();
        return [.. (await App.Get("api/local/outbox", key: null)).Json.AsArray().Select(mail => mail!).Where(mail => ((string?)mail["headers"]!["X-Points-Letter"])?.StartsWith("kakunin", StringComparison.Ordinal) == true)];
    }

    public async Task<IReadOnlyList<JsonNode>> Replies(string to) => [.. (await Replies()).Where(mail => (string?)mail["to"] == to)];

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>Everything that was logged, as it would be read.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = [];

    public IReadOnlyList<string> All => [.. lines];

    public IReadOnlyList<string> Kakunin => [.. lines.Where(line => line.StartsWith("Kakunin", StringComparison.Ordinal))];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{formatter(state, exception)}{exception}");

    public void Dispose() => lines.Clear();
}
