using System.Text;

namespace Points.Receipts;

/// <summary>Plain text for a 32-column receipt printer: a full-width character takes two columns, a half-width one takes one.</summary>
public static class ReceiptLines
{
    public const int Columns = 32;

    public static string Centre(string text)
    {
        var cut = Cut(text, Columns);
        return new string(' ', (Columns - WidthOf(cut)) / 2) + cut;
    }

    /// <summary>A label at the left and a value at the right of one line; on two lines when they do not fit on one.</summary>
    public static IEnumerable<string> Pair(string label, string value)
    {
        var gap = Columns - WidthOf(label) - WidthOf(value);
        return gap >= 1
            ? [label + new string(' ', gap) + value]
            : [label, .. Wrap(value).Select(Right)];
    }

    public static string Rule() => new('-', Columns);

    public static int WidthOf(string text) => text.EnumerateRunes().Sum(WidthOf);

    private static string Right(string text) => new string(' ', Columns - WidthOf(text)) + text;

    private static IEnumerable<string> Wrap(string text)
    {
        while (text.Length > 0)
        {
            var line = Cut(text, Columns);
            yield return line;
            text = text[line.Length..];
        }
    }

    private static string Cut(string text, int columns)
    {
        var line = new StringBuilder();
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += WidthOf(rune);
            if (width > columns)
                break;
            line.Append(rune.ToString());
        }

        return line.ToString();
    }

    /// <summary>Everything outside ASCII and half-width kana prints two columns wide on a Japanese receipt printer.</summary>
    private static int WidthOf(Rune rune) => rune.Value is (>= 0x20 and <= 0x7E) or (>= 0xFF61 and <= 0xFF9F) ? 1 : 2;
}
