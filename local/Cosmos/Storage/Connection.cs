using SQLitePCL;

namespace Local.Cosmos.Storage;

/// <summary>One SQLite connection, used by one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    /// <summary>"The schema has changed" says that somebody made a table meanwhile: the next attempt sees it.</summary>
    public const int MaxSchemaAttempts = 100;

    private readonly sqlite3 handle;

    static Connection() => Batteries_V2.Init();

    private Connection(sqlite3 handle) => this.handle = handle;

    /// <summary>True outside of BEGIN … COMMIT.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(handle) != 0;

    public int Changes => raw.sqlite3_changes(handle);

    public static Connection Open(string path)
    {
        // Without SQLite's own mutex: every connection here has one user at a time anyway.
        var code = raw.sqlite3_open_v2(
            path, out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
            throw new StorageException(code, $"cannot open {path}");
        _ = raw.sqlite3_busy_timeout(handle, 10_000);
        return new Connection(handle);
    }

    public void Execute(string sql)
    {
        var code = Retried(() => raw.sqlite3_exec(handle, sql, out _));
        if (code != raw.SQLITE_OK)
            throw Failure(code);
    }

    public Statement Prepare(string sql)
    {
        sqlite3_stmt? statement = null;
        var code = Retried(() => raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
        return code == raw.SQLITE_OK ? new Statement(this, statement!) : throw Failure(code);
    }

    public StorageException Failure(int code) => new(code, raw.sqlite3_errmsg(handle).utf8_to_string());

    public void Dispose() => handle.Dispose();

    private static int Retried(Func<int> call)
    {
        var code = call();
        for (var attempt = 1; code == raw.SQLITE_SCHEMA && attempt < MaxSchemaAttempts; attempt++)
            code = call();
        return code;
    }
}
