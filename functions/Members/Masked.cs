using System.Text;

namespace Functions.Members;

/// <summary>What a clerk may see of a contact: enough to ask the member about it, too little to use it.</summary>
public static class Masked
{
    /// <summary>090-1234-5678 → 090-****-5678.</summary>
    public static string? Phone(string? phone)
    {
        if (phone is null)
            return null;
        var digits = phone.Count(char.IsAsciiDigit);
        var (first, last) = digits >= 10 ? (3, digits - 4) : (0, digits - 2);
        var seen = 0;
        return string.Concat(phone.Select(c => !char.IsAsciiDigit(c) || seen++ is var at && (at < first || at >= last) ? c : '*'));
    }

    /// <summary>taro@docomo.ne.jp → t***@docomo.ne.jp.</summary>
    public static string? Email(string? address) =>
        address is null ? null : $"{address[0]}***{address[address.LastIndexOf('@')..]}";

    /// <summary>100-0001 → 100-****.</summary>
    public static string? PostalCode(string? code) => code is null ? null : $"{code[..3]}-****";

    /// <summary>The first characters, at most half: the prefecture and little more.</summary>
    public static string? Address(string? address)
    {
        if (address is null)
            return null;
        var runes = address.EnumerateRunes().ToList();
        return $"{Text(runes.Take(int.Min(6, runes.Count / 2)))}＊＊＊";
    }

    /// <summary>山田 太郎 → 山＊ 太＊.</summary>
    public static string? Name(string? name) =>
        name is null ? null : string.Join(' ', name.Split([' ', '　'], StringSplitOptions.RemoveEmptyEntries).Select(part => $"{Text(part.EnumerateRunes().Take(1))}＊"));

    private static string Text(IEnumerable<Rune> runes) => string.Concat(runes.Select(rune => rune.ToString()));
}
