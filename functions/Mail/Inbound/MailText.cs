using System.Text;
using System.Text.RegularExpressions;

namespace Functions.Mail.Inbound;

/// <summary>Text as Japanese phones and carriers send it: every charset they use, named rightly, wrongly or not at all.</summary>
public static partial class MailText
{
    private const int MaxHeaderLength = 2_000;
    private const int ShiftJis = 932;
    private const int Jis = 50220;
    private const int EucJp = 51932;

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    static MailText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text of a header, its encoded words (RFC 2047) decoded.</summary>
    public static string Header(string raw)
    {
        raw = raw.Length > MaxHeaderLength ? raw[..MaxHeaderLength] : raw;
        var text = new StringBuilder();
        List<byte> bytes = [];
        var (charset, at) = ("", 0);
        foreach (Match word in EncodedWord().Matches(raw))
        {
            var between = raw[at..word.Index];
            var continues = bytes.Count > 0 && word.Groups["charset"].Value.Equals(charset, StringComparison.OrdinalIgnoreCase) && string.IsNullOrWhiteSpace(between);
            // Phones cut a text where the line is full, in the middle of a character: neighbours are one text.
            if (!continues)
            {
                text.Append(Decode([.. bytes], charset)).Append(bytes.Count > 0 && string.IsNullOrWhiteSpace(between) ? "" : between);
                bytes.Clear();
            }

            charset = word.Groups["charset"].Value;
            bytes.AddRange(Bytes(word.Groups["text"].Value, isBase64: word.Groups["encoding"].Value is "B" or "b"));
            at = word.Index + word.Length;
        }

        return text.Append(Decode([.. bytes], charset)).Append(raw[at..]).ToString();
    }

    public static string Decode(ReadOnlySpan<byte> bytes, string? charset) => PageOf(charset) switch
    {
        // A text in JIS that was cut leaves the character set and returns to it: that is nothing, and may stand inside a character.
        Jis when bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0 =>
            Encoding.GetEncoding(Jis).GetString(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("\e(B\e$B", "", StringComparison.Ordinal))),
        ShiftJis => Encoding.GetEncoding(ShiftJis).GetString(bytes),
        EucJp => Encoding.GetEncoding(EucJp).GetString(bytes),
        _ => Guess(bytes),
    };

    /// <summary>Bytes whose charset nobody named: JIS shows itself by its escapes, UTF-8 by its form.</summary>
    public static string Guess(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf("\e$"u8) >= 0 || bytes.IndexOf("\e("u8) >= 0)
            return Encoding.GetEncoding(Jis).GetString(bytes);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding(ShiftJis).GetString(bytes);
        }
    }

    /// <summary>Half-width kana and full-width letters in their usual width; the carriers' own pictures dropped.</summary>
    public static string Folded(string text)
    {
        const string kana = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = (c, folded.Length > 0 ? folded[^1] : ' ') switch
            {
                ('ﾞ', 'ウ') => folded.Replace('ウ', 'ヴ', folded.Length - 1, 1),
                ('ﾞ', var before) when "カキクケコサシスセソタチツテトハヒフヘホ".Contains(before) => folded.Replace(before, (char)(before + 1), folded.Length - 1, 1),
                ('ﾟ', var before) when "ハヒフヘホ".Contains(before) => folded.Replace(before, (char)(before + 2), folded.Length - 1, 1),
                ( >= '｡' and <= 'ﾟ', _) => folded.Append(kana[c - '｡']),
                ( >= '！' and <= '～', _) => folded.Append((char)(c - '！' + '!')),
                ('　', _) => folded.Append(' '),
                ( >= '\uE000' and <= '\uF8FF', _) => folded,
                _ => folded.Append(c),
            };
        }

        return folded.ToString();
    }

    /// <summary>Base64 as phones write it: line breaks inside, padding missing.</summary>
    public static byte[] FromBase64(string text)
    {
        var digits = string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/'));
        // One digit alone is less than a byte.
        if (digits.Length % 4 == 1)
            digits = digits[..^1];
        return Convert.FromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '='));
    }

    public static byte[] FromQuotedPrintable(string text, char space = ' ')
    {
        List<byte> bytes = [];
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            // A line that ends in = goes on in the next one.
            var (taken, value) = rest switch
            {
                ['=', '\n', ..] => (2, []),
                ['=', '\r', '\n', ..] => (3, []),
                ['=', var high, var low, ..] when char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low) => (3, Convert.FromHexString(rest[1..3])),
                [var c, ..] when c == space => (1, " "u8.ToArray()),
                _ => (1, Encoding.UTF8.GetBytes([rest[0]])),
            };
            bytes.AddRange(value);
            rest = rest[taken..];
        }

        return [.. bytes];
    }

    private static byte[] Bytes(string text, bool isBase64) => isBase64 ? FromBase64(text) : FromQuotedPrintable(text, space: '_');

    private static int? PageOf(string? charset) => charset?.Split('*')[0].Trim(' ', '"').ToLowerInvariant() switch
    {
        "shift_jis" or "shift-jis" or "sjis" or "x-sjis" or "ms932" or "cp932" or "windows-31j" or "cswindows31j" => ShiftJis,
        "iso-2022-jp" or "csiso2022jp" or "iso-2022-jp-1" or "iso-2022-jp-2" or "iso-2022-jp-3" or "iso-2022-jp-ms" or "cp50220" or "cp50221" => Jis,
        "euc-jp" or "x-euc-jp" or "eucjp" => EucJp,
        _ => null,
    };

    [GeneratedRegex(@"=\?(?<charset>[^?\s]{1,40})\?(?<encoding>[bBqQ])\?(?<text>[^?]*)\?=", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex EncodedWord();
}
