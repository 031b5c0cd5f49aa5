namespace Points.Cards;

/// <summary>Sixteen digits: the program's prefix, a body and a check digit (Luhn), so that one wrong key is noticed at the till.</summary>
public static class CardNumber
{
    public const int Length = 16;

    public static string From(string prefix, ReadOnlySpan<byte> seed)
    {
        Span<char> digits = stackalloc char[Length];
        prefix.CopyTo(digits);
        for (var i = prefix.Length; i < Length - 1; i++)
            digits[i] = (char)('0' + seed[i] % 10);
        digits[Length - 1] = CheckDigit(digits[..(Length - 1)]);
        return new string(digits);
    }

    public static bool IsWellFormed(ReadOnlySpan<char> number) =>
        number.Length == Length && !number.ContainsAnyExceptInRange('0', '9')
        && CheckDigit(number[..(Length - 1)]) == number[Length - 1];

    /// <summary>All but the last four digits hidden, in groups of four.</summary>
    public static string Masked(string number) => $"****-****-****-{number[^4..]}";

    private static char CheckDigit(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            var digit = body[^(i + 1)] - '0';
            if (i % 2 == 0)
                digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
            sum += digit;
        }

        return (char)('0' + (10 - sum % 10) % 10);
    }
}
