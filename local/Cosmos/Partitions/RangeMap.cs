using System.Globalization;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Partitions;

/// <summary>The physical partitions of a container, in the order of their keys. Together they hold every key once; an id that is gone
/// never comes again.</summary>
internal sealed class RangeMap
{
    // The hash has 126 bits: one more than the highest.
    private static readonly UInt128 End = UInt128.One << 126;

    private readonly PhysicalRange[] ranges;

    public RangeMap(IEnumerable<PhysicalRange> ranges) =>
        this.ranges = [.. ranges.OrderBy(range => range.Keys.Low, StringComparer.Ordinal)];

    public IReadOnlyList<PhysicalRange> Ranges => ranges;

    public bool IsSingle => ranges.Length == 1;

    /// <summary>Never had more than one range: whoever planned a query for it need not expect another.</summary>
    public bool WasAlwaysSingle => ranges is [{ Parents.Count: 0 }];

    /// <summary>Grows with every split and merge.</summary>
    public int Version => ranges.Max(range => range.Id) + 1;

    /// <summary>Ranges of the same size.</summary>
    public static RangeMap Even(int count)
    {
        if (count is < 1 or > 64)
            throw new ArgumentOutOfRangeException(nameof(count), count, "A container has 1 to 64 key ranges.");
        string Bound(int index) =>
            index == 0 ? KeyRange.All.Low : index == count ? KeyRange.All.High : Text(End / (UInt128)count * (UInt128)index);
        return new RangeMap(Enumerable.Range(0, count).Select(i => new PhysicalRange(i, new KeyRange(Bound(i), Bound(i + 1)), [])));
    }

    public PhysicalRange? Find(string id) => Array.Find(ranges, range => range.Id.ToString(CultureInfo.InvariantCulture) == id);

    public PhysicalRange Of(string effectiveKey) => Array.Find(ranges, range => range.Keys.Contains(effectiveKey))!;

    /// <summary>Two halves instead of the range.</summary>
    public RangeMap Split(string id)
    {
        var range = Existing(id);
        var middle = Text(Number(range.Keys.Low) + ((Number(range.Keys.High) - Number(range.Keys.Low)) / 2));
        int[] parents = [.. range.Parents, range.Id];
        return new RangeMap(
        [
            .. ranges.Where(other => other != range),
            new PhysicalRange(Version, range.Keys with { High = middle }, parents),
            new PhysicalRange(Version + 1, range.Keys with { Low = middle }, parents),
        ]);
    }

    /// <summary>One range instead of two neighbours.</summary>
    public RangeMap Merge(string leftId, string rightId)
    {
        var (left, right) = (Existing(leftId), Existing(rightId));
        if (left.Keys.High != right.Keys.Low)
            throw Refusal.BadRequest($"The ranges {leftId} and {rightId} are not neighbours.");
        int[] parents = [.. left.Parents, .. right.Parents, left.Id, right.Id];
        return new RangeMap(
        [
            .. ranges.Where(other => other != left && other != right),
            new PhysicalRange(Version, new KeyRange(left.Keys.Low, right.Keys.High), [.. parents.Distinct()]),
        ]);
    }

    private PhysicalRange Existing(string id) => Find(id) ?? throw Refusal.BadRequest($"There is no key range {id}.");

    private static string Text(UInt128 bound) => bound.ToString("X32");

    private static UInt128 Number(string bound) => bound.Length switch
    {
        0 => 0,
        2 => End,
        _ => UInt128.Parse(bound, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
    };
}
