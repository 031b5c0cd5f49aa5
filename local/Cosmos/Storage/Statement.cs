using SQLitePCL;

namespace Local.Cosmos.Storage;

/// <summary>A prepared statement; one thread at a time. Parameters are numbered from 1, columns from 0.</summary>
internal sealed class Statement(Connection connection, sqlite3_stmt handle) : IDisposable
{
    /// <summary>An empty span has no address, and SQLite would take that for NULL.</summary>
    public void BindText(int index, ReadOnlySpan<byte> utf8) =>
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(handle, index, "") : raw.sqlite3_bind_text(handle, index, utf8));

    public void BindBlob(int index, ReadOnlySpan<byte> bytes) =>
        Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, index, 0) : raw.sqlite3_bind_blob(handle, index, bytes));

    public void Bind(int index, long value) => Check(raw.sqlite3_bind_int64(handle, index, value));

    public void Bind(int index, double value) => Check(raw.sqlite3_bind_double(handle, index, value));

    public void BindNull(int index) => Check(raw.sqlite3_bind_null(handle, index));

    public void Bind(int index, long? value)
    {
        if (value is { } number)
            Bind(index, number);
        else
            BindNull(index);
    }

    /// <summary>True while there is a row.</summary>
    public bool Step()
    {
        for (var attempt = 1; ; attempt++)
        {
            var code = raw.sqlite3_step(handle);
            switch (code)
            {
                case raw.SQLITE_ROW:
                    return true;
                case raw.SQLITE_DONE:
                    return false;
                case raw.SQLITE_SCHEMA when attempt < Connection.MaxSchemaAttempts:
                    // Another connection made or dropped a table just now: before the first row, so the statement begins anew.
                    Reset();
                    break;
                default:
                    throw connection.Failure(code);
            }
        }
    }

    /// <summary>Runs a statement that returns nothing, and makes it ready for the next use whatever happens.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    public void Reset() => _ = raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public double Double(int column) => raw.sqlite3_column_double(handle, column);

    public int Type(int column) => raw.sqlite3_column_type(handle, column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    /// <summary>Text or blob, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public void Dispose() => handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw connection.Failure(code);
    }
}
