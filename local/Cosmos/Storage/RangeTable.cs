using System.Text;
using System.Text.Json;
using Local.Cosmos.Partitions;

namespace Local.Cosmos.Storage;

/// <summary>The table of key ranges. A container without rows has one range: most have.</summary>
internal static class RangeTable
{
    public static RangeMap Load(Connection connection, long container)
    {
        var ranges = new List<PhysicalRange>();
        using var rows = connection.Prepare("SELECT id, low, high, parents FROM ranges WHERE container = ? ORDER BY id");
        rows.Bind(1, container);
        while (rows.Step())
            ranges.Add(new PhysicalRange(
                (int)rows.Long(0), new KeyRange(rows.Text(1), rows.Text(2)), JsonSerializer.Deserialize<int[]>(rows.Text(3))!));
        return ranges.Count == 0 ? RangeMap.Even(1) : new RangeMap(ranges);
    }

    public static void Save(Connection connection, long container, RangeMap map)
    {
        Delete(connection, container);
        if (map.WasAlwaysSingle)
            return;
        using var insert = connection.Prepare("INSERT INTO ranges (container, id, low, high, parents) VALUES (?, ?, ?, ?, ?)");
        foreach (var range in map.Ranges)
        {
            insert.Bind(1, container);
            insert.Bind(2, (long)range.Id);
            insert.BindText(3, Encoding.UTF8.GetBytes(range.Keys.Low));
            insert.BindText(4, Encoding.UTF8.GetBytes(range.Keys.High));
            insert.BindText(5, JsonSerializer.SerializeToUtf8Bytes(range.Parents));
            insert.Run();
        }
    }

    public static void Delete(Connection connection, long container)
    {
        using var delete = connection.Prepare("DELETE FROM ranges WHERE container = ?");
        delete.Bind(1, container);
        delete.Run();
    }
}
