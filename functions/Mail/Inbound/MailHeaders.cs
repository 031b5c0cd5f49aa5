namespace Functions.Mail.Inbound;

/// <summary>The headers of a mail, unfolded, in their order. Encoded words are as they came: only displayed text is decoded.</summary>
public sealed class MailHeaders
{
    private const int MaxHeaders = 2_000;

    private readonly List<(string Name, string Value)> all = [];

    public IEnumerable<string> Names => all.Select(header => header.Name);

    public IEnumerable<string> All(string name) => all.Where(header => Is(header.Name, name)).Select(header => header.Value);

    public string? First(string name) => All(name).FirstOrDefault();

    public bool Has(string name) => all.Exists(header => Is(header.Name, name));

    /// <summary>Reads a header block up to its empty line; what is no header is passed over.</summary>
    public static MailHeaders Parse(ReadOnlySpan<byte> block)
    {
        var headers = new MailHeaders();
        List<byte> line = [];
        while (!block.IsEmpty && headers.all.Count < MaxHeaders)
        {
            var end = block.IndexOf((byte)'\n');
            var next = (end < 0 ? block : block[..end]).TrimEnd((byte)'\r');
            block = end < 0 ? [] : block[(end + 1)..];
            if (next.IsEmpty)
                break;
            if (next[0] is not ((byte)' ' or (byte)'\t'))
            {
                headers.Add(line);
                line.Clear();
            }

            line.AddRange(next);
        }

        headers.Add(line);
        return headers;
    }

    private void Add(List<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon > 0 && line.FindIndex(0, colon, c => c is <= (byte)' ' or > (byte)'~') < 0)
            all.Add((MailText.Guess([.. line[..colon]]), MailText.Guess([.. line[(colon + 1)..]]).Trim()));
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
