using System.Text;

namespace Bench.Load;

/// <summary>A request as bytes with holes, filled without allocating: <c>&lt;card&gt;</c>, and <c>&lt;key&gt;</c> for the operation id.</summary>
public sealed class RequestTemplate
{
    const string Card = "<card>", Key = "<key>", Length = "<length>";

    readonly record struct Piece(byte[] Bytes, string Hole);

    readonly Piece[] pieces;
    readonly int bodyBytes, bodyCards, bodyKeys;

    RequestTemplate(string head, string body, int expected)
    {
        pieces = [.. Cut($"{head}\r\n\r\n{body}")];
        bodyCards = body.Split(Card).Length - 1;
        bodyKeys = body.Split(Key).Length - 1;
        bodyBytes = Encoding.UTF8.GetByteCount(body) - (bodyCards * Card.Length) - (bodyKeys * Key.Length);
        ExpectedStatus = expected;
    }

    public int ExpectedStatus { get; }

    public static RequestTemplate Get(string path, string bearer) =>
        new($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {bearer}", "", 200);

    public static RequestTemplate Post(string path, string bearer, string body) =>
        new($"""
            POST {path} HTTP/1.1
            Host: 127.0.0.1
            Authorization: Bearer {bearer}
            Idempotency-Key: {Key}
            Content-Type: application/json
            Content-Length: {Length}
            """.ReplaceLineEndings("\r\n"), body, 201);

    /// <returns>How many bytes the request took.</returns>
    public int Write(Span<byte> into, ReadOnlySpan<byte> card, ReadOnlySpan<byte> key)
    {
        var length = bodyBytes + (bodyCards * card.Length) + (bodyKeys * key.Length);
        var at = 0;
        foreach (var (bytes, hole) in pieces)
        {
            bytes.CopyTo(into[at..]);
            at += bytes.Length;
            at += hole switch
            {
                Card => Copy(card, into[at..]),
                Key => Copy(key, into[at..]),
                Length when length.TryFormat(into[at..], out var digits) => digits,
                _ => 0,
            };
        }

        return at;
    }

    static int Copy(ReadOnlySpan<byte> from, Span<byte> into)
    {
        from.CopyTo(into);
        return from.Length;
    }

    static IEnumerable<Piece> Cut(string text)
    {
        while (text.Length > 0)
        {
            var (at, hole) = new[] { Card, Key, Length }
                .Select(name => (At: text.IndexOf(name, StringComparison.Ordinal), Name: name))
                .Where(found => found.At >= 0)
                .DefaultIfEmpty((At: text.Length, Name: ""))
                .MinBy(found => found.At);
            yield return new Piece(Encoding.UTF8.GetBytes(text[..at]), hole);
            text = text[(at + hole.Length)..];
        }
    }
}
