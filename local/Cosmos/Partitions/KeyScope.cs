using System.Globalization;
using Local.Cosmos.Items;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Partitions;

/// <summary>The part of a container that a request is about: one partition key, the keys of a range, or all.</summary>
/// <param name="Key">As the pk column holds it.</param>
/// <param name="Keys">Null when no key is left out.</param>
/// <param name="RangeId">The physical partition that answers; its session token bears this name.</param>
/// <param name="IsAcross">Over several physical partitions at once: only the SDK can merge what they answer.</param>
internal sealed record KeyScope(byte[]? Key, KeyRange? Keys, string RangeId, bool IsAcross, int Components)
{
    public byte[] RequiredKey => Key ?? PartitionKey.OfHeader(null, Components);

    public static KeyScope Of(Incoming request, ItemShape shape, RangeMap map)
    {
        var components = shape.PartitionKey.Count;
        var key = request.Header("x-ms-documentdb-partitionkey") is { } header ? PartitionKey.OfHeader(header, components) : null;
        var range = Physical(request, map);
        if (key is not null)
        {
            var own = map.IsSingle ? map.Ranges[0] : map.Of(EffectiveKey.Of(key, components));
            if (range is not null && range != own)
                throw new Refusal(400, $"The partition key is not in the key range {range.Id}, it is in {own.Id}.", 1001);
            return new KeyScope(key, null, Name(own), IsAcross: false, components);
        }
        var keys = Asked(request).And(range?.Keys ?? KeyRange.All)
            ?? throw Refusal.BadRequest("No key is in both x-ms-documentdb-partitionkeyrangeid and x-ms-start-epk to x-ms-end-epk.");
        return new KeyScope(null, keys.IsAll ? null : keys, Name(range ?? map.Ranges[0]), range is null && !map.IsSingle, components);
    }

    public bool Holds(ReadOnlySpan<byte> key) => Keys is null || Keys.Contains(EffectiveKey.Of(key, Components));

    /// <summary>The range a request names: one that has been split or merged since is gone, and the sender asks for the ranges
    /// anew.</summary>
    private static PhysicalRange? Physical(Incoming request, RangeMap map)
    {
        if (request.Header("x-ms-documentdb-partitionkeyrangeid") is not { Length: > 0 } id)
            return null;
        // The container's rid may stand before the id.
        return map.Find(id[(id.LastIndexOf(',') + 1)..])
            ?? throw new Refusal(410, $"The partition key range {id} is gone: it was split or merged. Read the key ranges again.", 1002);
    }

    private static KeyRange Asked(Incoming request) => new(
        request.Header("x-ms-start-epk") ?? KeyRange.All.Low,
        request.Header("x-ms-end-epk") is { Length: > 0 } end ? end : KeyRange.All.High);

    private static string Name(PhysicalRange range) => range.Id.ToString(CultureInfo.InvariantCulture);
}
