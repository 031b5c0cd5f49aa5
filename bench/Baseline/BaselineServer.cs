using System.Text;
using Bench.Load;
using Bench.Processes;
using Npgsql;

namespace Bench.Baseline;

/// <summary>The hand-written server as a child process, over tables made for it.</summary>
public sealed class BaselineServer(ChildServer child, Postgres postgres, byte[][] cards) : IAsyncDisposable
{
    public static readonly Workload Award = new("award", (1, RequestTemplate.Post("/awards", AwardEndpoint.Key,
        """{"card":"<card>","amountYen":12000,"facility":"tokyo","department":"lodging","receiptNumber":"<key>"}""")));

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

    public IReadOnlyList<byte[]> Cards => cards;

    public Server Server { get; } = new("baseline", child.Address, () => [child.ProcessId, .. postgres.ProcessIds()]);

    public static async Task<BaselineServer> Start(Postgres postgres, int cardCount, CancellationToken cancellation)
    {
        var numbers = Enumerable.Range(0, cardCount).Select(at => $"9{at:D15}").ToArray();
        await MakeTables(postgres.ConnectionString, numbers, cancellation);
        var child = await ChildServer.Start(typeof(BaselineServer).Assembly.Location,
            ["--serve-baseline", postgres.ConnectionString], [], cancellation);
        return new BaselineServer(child, postgres, [.. numbers.Select(Encoding.ASCII.GetBytes)]);
    }

    public ValueTask DisposeAsync() => child.DisposeAsync();

    static async Task MakeTables(string connectionString, string[] numbers, CancellationToken cancellation)
    {
        var alone = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, MinPoolSize = 0 };
        await using var connection = new NpgsqlConnection(alone.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var tables = new NpgsqlCommand(Tables, connection);
        await tables.ExecuteNonQueryAsync(cancellation);
        await using var accounts = new NpgsqlCommand(
            "insert into accounts select number, 0, 0, now(), repeat('0', 64) from unnest($1) as number", connection);
        accounts.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = numbers });
        await accounts.ExecuteNonQueryAsync(cancellation);

        await using var settings = new NpgsqlCommand(
            "select format('PostgreSQL %s, fsync %s, synchronous_commit %s', current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit'))",
            connection);
        Console.WriteLine(await settings.ExecuteScalarAsync(cancellation));
    }
}
