namespace Local.Cosmos.Partitions;

/// <summary>Effective keys from <paramref name="Low"/> on and before <paramref name="High"/>, in the order of text.</summary>
internal sealed record KeyRange(string Low, string High)
{
    public static KeyRange All { get; } = new("", "FF");

    public bool IsAll => Low.Length == 0 && High == All.High;

    public bool Contains(string key) => string.CompareOrdinal(key, Low) >= 0 && string.CompareOrdinal(key, High) < 0;

    /// <summary>What both have in common; null when that is nothing.</summary>
    public KeyRange? And(KeyRange other)
    {
        var low = string.CompareOrdinal(Low, other.Low) >= 0 ? Low : other.Low;
        var high = string.CompareOrdinal(High, other.High) <= 0 ? High : other.High;
        return string.CompareOrdinal(low, high) < 0 ? new KeyRange(low, high) : null;
    }
}

/// <summary>What one physical partition holds. <paramref name="Parents"/>: the ranges it came from, the oldest first; they are
/// gone.</summary>
internal sealed record PhysicalRange(int Id, KeyRange Keys, IReadOnlyList<int> Parents);
