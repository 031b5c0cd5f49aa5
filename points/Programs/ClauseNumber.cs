using System.Text;

namespace Points.Programs;

/// <summary>Numbers of clauses as the terms print them.</summary>
internal static class ClauseNumber
{
    /// <summary><c>10.1</c> → 第10条第1項; a number that is none, as of a clause on a web page, stays as it is.</summary>
    public static string InJapanese(string number)
    {
        if (number.Length == 0 || !char.IsAsciiDigit(number[0]))
            return number;
        var dot = number.IndexOf('.', StringComparison.Ordinal);
        var article = dot < 0 ? number : number[..dot];
        return dot < 0 ? Counted(article, '条') : Counted(article, '条') + Counted(number[(dot + 1)..], '項');
    }

    /// <summary>Text that sorts numbers by value; what has none comes last.</summary>
    public static string Position(string? number)
    {
        if (number is null)
            return "\uf001";
        var text = new StringBuilder(number.StartsWith('第') ? "" : "\uf000");
        for (var i = 0; i < number.Length; i++)
        {
            var digits = Digits(number.AsSpan(i));
            text.Append('0', digits > 0 ? 4 - Math.Min(digits, 4) : 0).Append(number, i, Math.Max(digits, 1));
            i += Math.Max(digits, 1) - 1;
        }

        return text.ToString();
    }

    private static string Counted(string text, char unit) =>
        Digits(text) is > 0 and var digits ? $"第{text[..digits]}{unit}{text[digits..]}" : text;

    private static int Digits(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
}
