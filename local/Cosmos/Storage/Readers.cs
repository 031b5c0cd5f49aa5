namespace Local.Cosmos.Storage;

/// <summary>Read connections: each sees what was committed when its statement began, and none waits for the writer.</summary>
internal sealed class Readers(string file) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Stack<Reader> idle = [];
    private bool closed;

    public Reader Rent()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (idle.TryPop(out var reader))
                return reader;
        }
        return new Reader(file);
    }

    public void Return(Reader reader)
    {
        lock (gate)
        {
            if (!closed)
            {
                idle.Push(reader);
                return;
            }
        }
        reader.Dispose();
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            while (idle.TryPop(out var reader))
                reader.Dispose();
        }
    }
}

/// <summary>A read connection with its prepared statements by their text.</summary>
internal sealed class Reader : IDisposable
{
    private const int MaxStatements = 200;
    private readonly Connection connection;
    private readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);

    public Reader(string file)
    {
        connection = Connection.Open(file);
        connection.Execute("PRAGMA query_only = 1; PRAGMA temp_store = MEMORY;");
    }

    public Statement Prepare(string sql)
    {
        if (statements.TryGetValue(sql, out var statement))
            return statement;
        if (statements.Count >= MaxStatements)
            Clear();
        return statements[sql] = connection.Prepare(sql);
    }

    public void Dispose()
    {
        Clear();
        connection.Dispose();
    }

    private void Clear()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        statements.Clear();
    }
}
