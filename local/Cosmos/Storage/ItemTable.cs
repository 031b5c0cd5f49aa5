using Local.Cosmos.Items;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Storage;

/// <summary>The writer's prepared statements for one container, and what each kind of operation does with them.</summary>
internal sealed class ItemTable : IDisposable
{
    private readonly Connection connection;
    private readonly Container container;
    private readonly Statement find;
    private readonly Statement bodyOf;
    private readonly Statement insert;
    private readonly Statement update;
    private readonly Statement delete;
    private readonly Statement purge;

    public ItemTable(Connection connection, Container container)
    {
        this.connection = connection;
        this.container = container;
        var table = container.Table;
        string[] computed = [.. container.Shape.Indexed.Select((_, i) => $"v{i}"), .. container.Shape.UniqueKeys.Select((_, i) => $"u{i}")];
        var names = string.Concat(computed.Select(name => $", {name}"));
        var values = string.Concat(computed.Select((_, i) => $", ?{i + 9}"));
        var sets = string.Concat(computed.Select((name, i) => $", {name} = ?{i + 9}"));
        find = connection.Prepare($"SELECT rid, expires, etag FROM {table} WHERE pk = ?1 AND id = ?2");
        bodyOf = connection.Prepare($"SELECT body FROM {table} WHERE rid = ?1");
        insert = connection.Prepare(
            $"INSERT INTO {table} (rid, lsn, ts, expires, etag, body, pk, id{names}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8{values})");
        update = connection.Prepare($"UPDATE {table} SET lsn = ?2, ts = ?3, expires = ?4, etag = ?5, body = ?6{sets} WHERE rid = ?1");
        delete = connection.Prepare($"DELETE FROM {table} WHERE rid = ?1");
        purge = connection.Prepare($"DELETE FROM {table} WHERE rid IN (SELECT rid FROM {table} WHERE expires <= ?1 LIMIT 500)");
    }

    public void Apply(byte[] partitionKey, ItemOperation operation, long lsn, long ts)
    {
        Check(partitionKey, operation, ts);
        if (!operation.Failed)
            Perform(operation, lsn, ts);
    }

    /// <summary>Finds the item and fails the operation if its conditions are not met; writes nothing that anybody could see.</summary>
    public void Check(byte[] partitionKey, ItemOperation operation, long ts)
    {
        var found = Find(partitionKey, operation.Id, ts, out var rid, out var etag);
        operation.Rid = rid;
        operation.Found = etag;
        if (!found && operation.Verb is not (ItemVerb.Create or ItemVerb.Upsert))
            operation.Fail(404, "Resource Not Found");
        else if (found && operation.Verb is ItemVerb.Create)
            operation.Fail(409, "Entity with the specified id already exists in the system.");
        else if (found && operation.IfMatch.IsPresent && !operation.IfMatch.Matches(etag))
            operation.Fail(412, "One of the specified pre-condition is not met");
    }

    /// <summary>Carries out what was checked before.</summary>
    public void Perform(ItemOperation operation, long lsn, long ts)
    {
        if (operation.Verb is ItemVerb.Read)
            Read(operation, operation.Rid, operation.Found);
        else if (operation.Verb is ItemVerb.Delete)
            Delete(operation, operation.Rid);
        else
            Write(operation, operation.Rid, lsn, ts);
    }

    /// <summary>Deletes some of what has expired: it is invisible already, so this may happen at any time.</summary>
    public int Purge(long now)
    {
        purge.Bind(1, now);
        purge.Run();
        return connection.Changes;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[find, bodyOf, insert, update, delete, purge])
            statement.Dispose();
    }

    private bool Find(byte[] partitionKey, byte[] id, long now, out long rid, out Guid etag)
    {
        (rid, etag) = (0, default);
        find.BindText(1, partitionKey);
        find.BindText(2, id);
        try
        {
            if (!find.Step())
                return false;
            rid = find.Long(0);
            if (find.IsNull(1) || find.Long(1) > now)
            {
                etag = SystemProperties.ReadEtag(find.Bytes(2));
                return true;
            }
        }
        finally
        {
            find.Reset();
        }
        // Expired: for everybody it is gone, so its id is free.
        DeleteRow(rid);
        rid = 0;
        return false;
    }

    private void Read(ItemOperation operation, long rid, Guid etag)
    {
        operation.Etag = Etag.Quote(etag);
        if (operation.IfNoneMatch.Matches(etag))
        {
            operation.Status = 304;
            return;
        }
        operation.Status = 200;
        operation.Body = Body(rid);
    }

    private void Delete(ItemOperation operation, long rid)
    {
        DeleteRow(rid);
        operation.Status = 204;
    }

    private void Write(ItemOperation operation, long rid, long lsn, long ts)
    {
        var item = operation.Item;
        try
        {
            item ??= operation.Change!(Body(rid));
            var isNew = rid == 0;
            if (isNew)
                rid = ++container.LastRid;
            container.System.Stamp(item.Body, rid, ts);
            StoreUnique(item, rid, lsn, ts, isNew);
            operation.Status = isNew ? 201 : 200;
            operation.Etag = Etag.Quote(item.Etag);
            if (!operation.IsMinimal)
                operation.Body = item.Body;
        }
        catch (StorageException error) when (error.IsConstraint)
        {
            operation.Fail(409, "Unique index constraint violation.");
        }
        catch (Refusal refusal)
        {
            operation.Fail(refusal.Status, refusal.Message, refusal.SubStatus);
        }
    }

    /// <summary>A unique key held by something expired is free: what has expired goes, and the write is tried once more.</summary>
    private void StoreUnique(Item item, long rid, long lsn, long ts, bool isNew)
    {
        try
        {
            Store(item, rid, lsn, ts, isNew);
        }
        catch (StorageException error) when (error.IsConstraint && container.Definition.DefaultTtl is not null)
        {
            while (Purge(ts) > 0)
            {
            }
            Store(item, rid, lsn, ts, isNew);
        }
    }

    private void Store(Item item, long rid, long lsn, long ts, bool isNew)
    {
        var statement = isNew ? insert : update;
        statement.Bind(1, rid);
        statement.Bind(2, lsn);
        statement.Bind(3, ts);
        statement.Bind(4, Item.Expiry(item.Ttl, container.Definition.DefaultTtl, ts));
        Span<byte> etag = stackalloc byte[16];
        item.Etag.TryWriteBytes(etag);
        statement.BindBlob(5, etag);
        statement.BindText(6, item.Body);
        if (isNew)
        {
            statement.BindText(7, item.PartitionKey);
            statement.BindText(8, item.Id);
        }
        var next = 9;
        foreach (var value in item.Indexed)
            statement.Bind(next++, value);
        foreach (var key in item.UniqueKeys)
            statement.BindText(next++, key);
        statement.Run();
    }

    private byte[] Body(long rid)
    {
        bodyOf.Bind(1, rid);
        try
        {
            bodyOf.Step();
            return bodyOf.Bytes(0).ToArray();
        }
        finally
        {
            bodyOf.Reset();
        }
    }

    private void DeleteRow(long rid)
    {
        delete.Bind(1, rid);
        delete.Run();
    }
}
