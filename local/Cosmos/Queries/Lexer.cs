using System.Globalization;
using System.Text;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Queries;

internal enum TokenKind { Name, Parameter, Text, Number, Symbol, End }

internal readonly record struct Token(TokenKind Kind, string Text, int At, Value Value = default)
{
    /// <summary>Keywords are names in any case.</summary>
    public bool Is(string text) =>
        Kind is TokenKind.Symbol ? Text == text : Kind is TokenKind.Name && Text.Equals(text, StringComparison.OrdinalIgnoreCase);
}

internal static class Lexer
{
    private static readonly string[] Symbols =
        ["!=", "<>", "<=", ">=", "||", "??", "(", ")", "[", "]", "{", "}", ",", ".", ":", "=", "<", ">", "+", "-", "*", "/", "%", "?"];

    public static List<Token> Read(string query)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            while (at < query.Length && char.IsWhiteSpace(query[at]))
                at++;
            if (at == query.Length)
                break;
            tokens.Add(Next(query, ref at));
        }
        tokens.Add(new Token(TokenKind.End, "the end", at));
        return tokens;
    }

    private static Token Next(string query, ref int at)
    {
        var start = at;
        var first = query[at];
        if (char.IsLetter(first) || first is '_' or '$')
        {
            while (at < query.Length && (char.IsLetterOrDigit(query[at]) || query[at] is '_' or '$'))
                at++;
            return new Token(TokenKind.Name, query[start..at], start);
        }
        if (first == '@')
        {
            at++;
            while (at < query.Length && (char.IsLetterOrDigit(query[at]) || query[at] == '_'))
                at++;
            return new Token(TokenKind.Parameter, query[start..at], start);
        }
        if (first is '\'' or '"')
            return new Token(TokenKind.Text, Quoted(query, ref at), start);
        if (char.IsAsciiDigit(first))
            return Number(query, ref at);
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(query, at, symbol, 0, symbol.Length) != 0)
                continue;
            at += symbol.Length;
            return new Token(TokenKind.Symbol, symbol, start);
        }
        throw Refusal.BadRequest($"Syntax error: unexpected '{first}' at {start}.");
    }

    private static Token Number(string query, ref int at)
    {
        var start = at;
        while (at < query.Length && (char.IsAsciiDigit(query[at]) || query[at] == '.'))
            at++;
        if (at < query.Length && query[at] is 'e' or 'E')
        {
            at++;
            if (at < query.Length && query[at] is '+' or '-')
                at++;
            while (at < query.Length && char.IsAsciiDigit(query[at]))
                at++;
        }
        var text = query[start..at];
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var integer))
            return new Token(TokenKind.Number, text, start, Value.Of(integer));
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real))
            return new Token(TokenKind.Number, text, start, Value.Of(real));
        throw Refusal.BadRequest($"Syntax error: '{text}' is not a number.");
    }

    private static string Quoted(string query, ref int at)
    {
        var quote = query[at++];
        var text = new StringBuilder();
        while (true)
        {
            if (at >= query.Length)
                throw Refusal.BadRequest("Syntax error: a string does not end.");
            var next = query[at++];
            if (next == quote)
                return text.ToString();
            text.Append(next == '\\' ? Escaped(query, ref at) : next);
        }
    }

    private static char Escaped(string query, ref int at)
    {
        if (at >= query.Length)
            throw Refusal.BadRequest("Syntax error: a string does not end.");
        var escape = query[at++];
        if (escape != 'u')
            return escape switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => escape };
        if (at + 4 > query.Length
            || !ushort.TryParse(query.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw Refusal.BadRequest("Syntax error: \\u needs four hexadecimal digits.");
        }
        at += 4;
        return (char)code;
    }
}
