using System.Text;

namespace Functions.Members;

/// <summary>
/// A name as it is compared and never as it is kept: full width and half width, hiragana and katakana, and spaces do not tell two people
/// apart: ﾔﾏﾀﾞ is やまだ is ヤマダ. Written out because the runtime's own normalization leaves these characters alone without ICU.
/// </summary>
public static class PlainName
{
    private const string HalfWidthKana = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";
    private const string Voiceable = "カキクケコサシスセソタチツテトハヒフヘホ";

    public static string Of(string? name)
    {
        var plain = new StringBuilder();
        foreach (var c in (name ?? "").Where(c => !char.IsWhiteSpace(c)).Select(Katakana))
        {
            if (plain.Length > 0 && Marked(plain[^1], c) is { } marked)
                plain[^1] = marked;
            else
                plain.Append(c);
        }

        return plain.ToString();
    }

    private static char Katakana(char c) => c switch
    {
        >= 'ｦ' and <= 'ﾟ' => HalfWidthKana[c - 'ｦ'],
        >= 'ぁ' and <= 'ゖ' or 'ゝ' or 'ゞ' => (char)(c + ('ァ' - 'ぁ')),
        >= '！' and <= '～' => char.ToUpperInvariant((char)(c - ('！' - '!'))),
        '･' => '・',
        '\u3099' => '゛',
        '\u309A' => '゜',
        _ => char.ToUpperInvariant(c),
    };

    /// <summary>カ and ゛ are ガ; null where a mark does not belong to the letter.</summary>
    private static char? Marked(char letter, char mark) => mark switch
    {
        '゛' when letter == 'ウ' => 'ヴ',
        '゛' when Voiceable.Contains(letter) => (char)(letter + 1),
        '゜' when letter is 'ハ' or 'ヒ' or 'フ' or 'ヘ' or 'ホ' => (char)(letter + 2),
        _ => null,
    };
}
