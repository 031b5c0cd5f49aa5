using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Local.Cosmos.Queries;

/// <summary>The body of a page of items: {"_rid":…,"Documents":[…],"_count":…}, stored bodies copied into it as they are.</summary>
internal sealed class ResultPage
{
    /// <summary>Cosmos answers pages of at most 4 MB.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private Utf8JsonWriter? writer;

    public ResultPage(string rid) => buffer.Write(Encoding.UTF8.GetBytes($$"""{"_rid":"{{rid}}","Documents":["""));

    public int Count { get; private set; }

    public bool IsFull(int maxItems) => Count >= maxItems || buffer.WrittenCount >= MaxBytes;

    public void Add(ReadOnlySpan<byte> json)
    {
        Separate();
        buffer.Write(json);
    }

    public void Add(in Value value)
    {
        if (!value.IsDefined)
            return;
        Separate();
        writer ??= new Utf8JsonWriter(buffer);
        writer.Reset(buffer);
        value.WriteTo(writer);
        writer.Flush();
    }

    /// <summary>An item of the change feed: its body and, as one more property, its LSN.</summary>
    public void Add(ReadOnlySpan<byte> json, long lsn)
    {
        Add(json[..^1]);
        buffer.Write(",\"_lsn\":"u8);
        Span<byte> digits = stackalloc byte[20];
        lsn.TryFormat(digits, out var length);
        buffer.Write(digits[..length]);
        buffer.Write("}"u8);
    }

    public ReadOnlyMemory<byte> Finish()
    {
        buffer.Write(Encoding.UTF8.GetBytes($$"""],"_count":{{Count}}}"""));
        return buffer.WrittenMemory;
    }

    private void Separate()
    {
        if (Count++ > 0)
            buffer.Write(","u8);
    }
}
