using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Local.Cosmos.Queries;

/// <summary>The body of a page of items: {"_rid":…,"Documents":[…],"_count":…}, stored bodies copied into it as they are.</summary>
internal sealed class ResultPage
{
    /// <summary>Cosmos answers pages of at most 4 MB.</summary>
    const int MaxBytes = 4 * 1024 * 1024;

    readonly ArrayBufferWriter<byte> _buffer = new(4096);
    Utf8JsonWriter? _writer;

    public ResultPage(string rid) => _buffer.Write(Encoding.UTF8.GetBytes($$"""{"_rid":"{{rid}}","Documents":["""));

    public int Count { get; private set; }

    public bool IsFull(int maxItems) => Count >= maxItems || _buffer.WrittenCount >= MaxBytes;

    public void Add(ReadOnlySpan<byte> json)
    {
        Separate();
        _buffer.Write(json);
    }

    public void Add(in Value value)
    {
        if (!value.IsDefined) return;
        Separate();
        _writer ??= new Utf8JsonWriter(_buffer);
        _writer.Reset(_buffer);
        value.WriteTo(_writer);
        _writer.Flush();
    }

    /// <summary>An item of the change feed: its body and, as one more property, its LSN.</summary>
    public void Add(ReadOnlySpan<byte> json, long lsn)
    {
        Add(json[..^1]);
        _buffer.Write(",\"_lsn\":"u8);
        Span<byte> digits = stackalloc byte[20];
        lsn.TryFormat(digits, out var length);
        _buffer.Write(digits[..length]);
        _buffer.Write("}"u8);
    }

    public ReadOnlyMemory<byte> Finish()
    {
        _buffer.Write(Encoding.UTF8.GetBytes($$"""],"_count":{{Count}}}"""));
        return _buffer.WrittenMemory;
    }

    void Separate()
    {
        if (Count++ > 0) _buffer.Write(","u8);
    }
}
