using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Npgsql;
using NpgsqlTypes;

namespace Bench.Baseline;

public sealed record Account(long Points, long Version, string LastHash);

public sealed record Row(Entry Entry, byte[] Body, string Hash);

/// <summary>
/// One transaction an operation: account for update, entry with the operation id as its key, account updated, commit.
/// The account comes first because the entry holds the balance before and the previous hash, as ours does.
/// </summary>
public sealed class Ledger(NpgsqlDataSource database)
{
    public async Task<(int Status, Row? Row)> Write(
        string operationId, string card, string requestHash, Func<Account, Row> decide, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await Lock(connection, card, cancellation) is not { } account)
            return (StatusCodes.Status404NotFound, null);

        var row = decide(account);
        try
        {
            await Insert(connection, row, cancellation);
        }
        catch (PostgresException duplicate) when (string.Equals(duplicate.SqlState, PostgresErrorCodes.UniqueViolation, StringComparison.Ordinal))
        {
            await transaction.RollbackAsync(cancellation);
            return await Replay(connection, operationId, requestHash, cancellation);
        }

        await Update(connection, row, cancellation);
        await transaction.CommitAsync(cancellation);
        return (StatusCodes.Status201Created, row);
    }

    static async Task<Account?> Lock(NpgsqlConnection connection, string card, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select points, version, last_hash from accounts where card_number = $1 for update", connection)
        {
            Parameters = { Text(card) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new Account(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2))
            : null;
    }

    static async Task Insert(NpgsqlConnection connection, Row row, CancellationToken cancellation)
    {
        var entry = row.Entry;
        await using var command = new NpgsqlCommand("insert into entries values ($1, $2, $3, $4, $5, $6)", connection)
        {
            Parameters =
            {
                Text(entry.OperationId), Text(entry.CardNumber), Number(entry.Points),
                Text(entry.RequestHash), Text(row.Hash), Text(row.Body),
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    static async Task Update(NpgsqlConnection connection, Row row, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update accounts set points = $2, version = $3, last_activity = $4, last_hash = $5 where card_number = $1", connection)
        {
            Parameters =
            {
                Text(row.Entry.CardNumber), Number(row.Entry.BalanceAfter), Number(row.Entry.Version),
                new NpgsqlParameter<DateTime> { TypedValue = row.Entry.RecordedAt.UtcDateTime }, Text(row.Hash),
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    static async Task<(int Status, Row? Row)> Replay(
        NpgsqlConnection connection, string operationId, string requestHash, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select request_hash, hash, body from entries where operation_id = $1", connection)
        {
            Parameters = { Text(operationId) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        if (!string.Equals(reader.GetString(0), requestHash, StringComparison.Ordinal))
            return (StatusCodes.Status409Conflict, null);

        var body = reader.GetFieldValue<byte[]>(2);
        return (StatusCodes.Status201Created, new Row(JsonSerializer.Deserialize(body, BaselineJson.Readable.Entry)!, body, reader.GetString(1)));
    }

    static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };

    static NpgsqlParameter<T> Text<T>(T value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
}
