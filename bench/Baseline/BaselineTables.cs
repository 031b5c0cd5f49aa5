using System.Text;
using Npgsql;

namespace Bench.Baseline;

/// <summary>The tables of the awards by hand, made anew, with an account for each card.</summary>
public static class BaselineTables
{
    // Room on each page lets an update stay on it (HOT), as anybody who tunes such a table would have it.
    const string Tables = """
        create table accounts (
            card_number text primary key,
            points bigint not null,
            version bigint not null,
            last_activity timestamptz not null,
            last_hash text not null) with (fillfactor = 50);
        create table entries (
            operation_id text primary key,
            card_number text not null,
            points bigint not null,
            request_hash text not null,
            hash text not null,
            body text not null);
        """;

    /// <returns>The cards.</returns>
    public static async Task<byte[][]> Make(Postgres postgres, int cardCount, CancellationToken cancellation)
    {
        var numbers = Enumerable.Range(0, cardCount).Select(at => $"9{at:D15}").ToArray();
        var alone = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false, MinPoolSize = 0 };
        await using var connection = new NpgsqlConnection(alone.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var tables = new NpgsqlCommand(Tables, connection);
        await tables.ExecuteNonQueryAsync(cancellation);
        await using var accounts = new NpgsqlCommand(
            "insert into accounts select number, 0, 0, now(), repeat('0', 64) from unnest($1) as number", connection);
        accounts.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = numbers });
        await accounts.ExecuteNonQueryAsync(cancellation);

        await using var settings = new NpgsqlCommand(
            "select format('PostgreSQL %s, fsync %s, synchronous_commit %s', "
            + "current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit'))",
            connection);
        Console.WriteLine(await settings.ExecuteScalarAsync(cancellation));
        return [.. numbers.Select(Encoding.ASCII.GetBytes)];
    }
}
