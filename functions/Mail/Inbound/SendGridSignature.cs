using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Functions.Mail.Inbound;

/// <summary>Whether a request is SendGrid's: an ECDSA signature over its timestamp and its body, byte for byte.</summary>
public sealed class SendGridSignature(Settings settings, TimeProvider clock, ILogger<SendGridSignature> log)
{
    private const int MemoryBytes = 64 * 1024;
    private const int MaxSignatureBytes = 256;
    private const int MaxTimestampLength = 20;

    /// <summary>Reads the body to its end and winds it back.</summary>
    /// <returns>A hash of what was signed, by which a mail without a name of its own is known again.</returns>
    /// <exception cref="ProblemException">403 when it is not signed, wrongly or too long ago; 413 when it is too large.</exception>
    public async Task<string> Check(HttpRequest request, CancellationToken cancellation)
    {
        var kakunin = settings.Kakunin;
        string? timestamp = request.Headers[kakunin.TimestampHeader];
        var signature = SignatureIn(request.Headers[kakunin.SignatureHeader]);
        if (kakunin.PublicKey is not { } key || signature is null || timestamp is null or { Length: 0 or > MaxTimestampLength })
            throw Refused(KakuninReason.Signature);
        // Before the body is read: an old request, sent again by somebody who saw it, costs nothing.
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs((decimal)clock.GetUtcNow().ToUnixTimeSeconds() - seconds) > kakunin.MaxAgeSeconds)
            throw Refused(KakuninReason.Stale);

        var digest = await Digest(timestamp, request, cancellation);
        if (!Holds(key, digest, signature))
            throw Refused(KakuninReason.Signature);
        return Base64Url.EncodeToString(digest);
    }

    private static async Task<byte[]> Digest(string timestamp, HttpRequest request, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp));
        // Attachments may be large: what does not fit waits in a file of its own, which goes with the request.
        request.EnableBuffering(MemoryBytes, ReceiveMailFunction.MaxBytes);
        var buffer = new byte[MemoryBytes];
        try
        {
            while (await request.Body.ReadAsync(buffer, cancellation) is var read and > 0)
                hash.AppendData(buffer.AsSpan(0, read));
        }
        catch (Exception tooLong) when (tooLong is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } || (tooLong is IOException and not BadHttpRequestException && request.Body.Length >= ReceiveMailFunction.MaxBytes))
        {
            throw new ProblemException(RequestSizeMiddleware.TooLargeFor(ReceiveMailFunction.MaxBytes));
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static bool Holds(string publicKey, byte[] digest, byte[] signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        try
        {
            return key.VerifyHash(digest, signature, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static byte[]? SignatureIn(string? header)
    {
        var bytes = new byte[MaxSignatureBytes];
        return header is not null && Convert.TryFromBase64String(header, bytes, out var length) ? bytes[..length] : null;
    }

    private ProblemException Refused(string reason)
    {
        log.KakuninRefused(reason);
        return new ProblemException(reason == KakuninReason.Stale
            ? new Problem(403, "signature-stale", "The signature is too old.", "Its timestamp is too far from the time here: sign and send again.")
            : new Problem(403, "signature-invalid", "The signature does not hold.", "Sign timestamp and body with the key that is registered here."));
    }
}
