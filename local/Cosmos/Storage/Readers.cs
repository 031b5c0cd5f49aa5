namespace Local.Cosmos.Storage;

/// <summary>Read connections: each sees what was committed when its statement began, and none waits for the writer.</summary>
internal sealed class Readers(string file) : IDisposable
{
    readonly Lock _gate = new();
    readonly Stack<Reader> _idle = [];
    bool _closed;

    public Reader Rent()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_idle.TryPop(out var reader)) return reader;
        }
        return new Reader(file);
    }

    public void Return(Reader reader)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _idle.Push(reader);
                return;
            }
        }
        reader.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            while (_idle.TryPop(out var reader)) reader.Dispose();
        }
    }
}

/// <summary>A read connection with its prepared statements by their text.</summary>
internal sealed class Reader : IDisposable
{
    const int MaxStatements = 200;
    readonly Connection _connection;
    readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public Reader(string file)
    {
        _connection = Connection.Open(file);
        _connection.Execute("PRAGMA query_only = 1; PRAGMA temp_store = MEMORY;");
    }

    public Statement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement)) return statement;
        if (_statements.Count >= MaxStatements) Clear();
        return _statements[sql] = _connection.Prepare(sql);
    }

    public void Dispose()
    {
        Clear();
        _connection.Dispose();
    }

    void Clear()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _statements.Clear();
    }
}
