using System.Text;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Items;

internal static class ItemId
{
    private const int MaxBytes = 1023;

    /// <summary>The id in the path of a request, percent-decoded.</summary>
    public static byte[] OfPath(ReadOnlySpan<char> segment) =>
        segment.Contains('%') ? Encoding.UTF8.GetBytes(Uri.UnescapeDataString(segment)) : Utf8(segment);

    /// <summary>The rules of a new id.</summary>
    public static void Check(ReadOnlySpan<byte> id)
    {
        if (id.IsEmpty)
            throw Refusal.BadRequest("The input content is invalid because the required properties - 'id; ' - are missing.");
        if (id.Length > MaxBytes)
            throw Refusal.BadRequest($"The id is longer than {MaxBytes} bytes.");
        if (id.IndexOfAny("/\\?#"u8) >= 0)
            throw Refusal.BadRequest("The id contains an illegal character: / \\ ? #");
        if (id[^1] == (byte)' ')
            throw Refusal.BadRequest("The id ends with a space.");
    }

    private static byte[] Utf8(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
