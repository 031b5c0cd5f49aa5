using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Functions.Web;

/// <summary>HTML text. Whatever is interpolated into it is encoded, unless it is HTML already.</summary>
public sealed record Html(string Text)
{
    public static readonly Html None = new("");

    public static Html Of(HtmlText text) => new(text.ToString());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Text)));

    public override string ToString() => Text;
}

/// <summary>What the compiler builds from an interpolated string that becomes HTML.</summary>
[InterpolatedStringHandler]
public sealed class HtmlText(int literalLength, int formattedCount)
{
    // Japanese stays legible in the source of the page; what HTML gives a meaning is encoded all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder text = new(literalLength + formattedCount * 32);

    public void AppendLiteral(string value) => text.Append(value);

    public void AppendFormatted(string? value) => text.Append(Encoder.Encode(value ?? ""));

    public void AppendFormatted(long number, string format) => text.Append(number.ToString(format, System.Globalization.CultureInfo.InvariantCulture));

    public void AppendFormatted(Html? html) => text.Append(html?.Text);

    public void AppendFormatted(IEnumerable<Html> parts) => text.AppendJoin("", parts);

    public override string ToString() => text.ToString();
}
