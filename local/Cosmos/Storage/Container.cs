using System.Buffers.Binary;
using Local.Cosmos.Items;
using Local.Cosmos.Partitions;

namespace Local.Cosmos.Storage;

/// <summary>A database: only a name, and the number its containers' rids begin with.</summary>
internal sealed record Database(long Number, string Id, long Ts)
{
    private const uint RidBase = 0x10000000;

    public byte[] RidBytes
    {
        get
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, RidBase | (uint)Number);
            return bytes;
        }
    }

    public string Rid => Rids.Text(RidBytes);

    public string SelfLink => $"dbs/{Rid}/";
}

/// <summary>A container as the server keeps it in memory: its shape, its counters and nothing of its items.</summary>
internal sealed class Container
{
    private const uint RidBase = 0x80000000;
    private long committed;
    private RangeMap ranges = RangeMap.Even(1);

    public Container(long number, Database database, ContainerDefinition definition, int throughput, long ts)
    {
        Number = number;
        Database = database;
        Definition = definition;
        Throughput = throughput;
        Ts = ts;
        var rid = new byte[8];
        database.RidBytes.CopyTo(rid, 0);
        BinaryPrimitives.WriteUInt32BigEndian(rid.AsSpan(4), RidBase | (uint)number);
        Rid = Rids.Text(rid);
        SelfLink = $"{database.SelfLink}colls/{Rid}/";
        System = new SystemProperties(rid, SelfLink);
        Shape = definition.Shape();
        Table = Schema.Table(number);
        PointRead = $"SELECT body, expires FROM {Table} WHERE pk = ?1 AND id = ?2";
    }

    public long Number { get; }

    public Database Database { get; }

    public string Id => Definition.Id;

    public string Rid { get; }

    public string SelfLink { get; }

    public string Table { get; }

    public string PointRead { get; }

    public SystemProperties System { get; }

    public ItemShape Shape { get; }

    public ContainerDefinition Definition { get; set; }

    public int Throughput { get; set; }

    public long Ts { get; }

    /// <summary>The physical partitions. They share one sequence of LSNs, so a continuation stays right over a split or a merge.</summary>
    public RangeMap Ranges
    {
        get => Volatile.Read(ref ranges);
        set => Volatile.Write(ref ranges, value);
    }

    /// <summary>The last LSN that readers can see.</summary>
    public long Committed
    {
        get => Volatile.Read(ref committed);
        set => Volatile.Write(ref committed, value);
    }

    /// <summary>The last LSN, item number and second given out; only the writer's thread touches these three.</summary>
    public long Lsn { get; set; }

    public long LastRid { get; set; }

    public long Clock { get; set; }

    /// <summary>Set by the writer: requests that found the container just before it went get a 404.</summary>
    public bool IsDropped { get; set; }
}

internal static class Rids
{
    /// <summary>A '/' would break the ids of lease documents, which contain rids.</summary>
    public static string Text(byte[] rid) => Convert.ToBase64String(rid).Replace('/', '-');
}
