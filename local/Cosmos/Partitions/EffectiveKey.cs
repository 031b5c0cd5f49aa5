using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Local.Cosmos.Partitions;

/// <summary>
/// Where a partition key lies among the key ranges: 32 hexadecimal digits of hash per component, in the order of text.
/// The SDK computes the same (version 2 of the hash) and expects the server to agree.
/// </summary>
internal static class EffectiveKey
{
    private const byte Separator = 0x1f;
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;

    /// <param name="key">As the pk column holds it.</param>
    /// <param name="components">How many components the container's partition key has.</param>
    public static string Of(ReadOnlySpan<byte> key, int components)
    {
        if (components == 1)
            return OfComponent(key);
        var text = "";
        for (var i = 1; i < components; i++)
        {
            var end = key.IndexOf(Separator);
            text += OfComponent(key[..end]);
            key = key[(end + 1)..];
        }
        return text + OfComponent(key);
    }

    private static string OfComponent(ReadOnlySpan<byte> component)
    {
        const int Framing = 9;
        var hashed = new byte[component.Length + Framing];
        var hash = Hash(hashed.AsSpan(0, Encode(component, hashed))) & (UInt128.MaxValue >> 2);
        return hash.ToString("X32");
    }

    /// <summary>The type as a byte, then the value; returns how long that is.</summary>
    private static int Encode(ReadOnlySpan<byte> component, Span<byte> target)
    {
        var value = component[1..];
        switch (component[0])
        {
            case (byte)'s':
                target[0] = 8;
                value.CopyTo(target[1..]);
                target[value.Length + 1] = 0xFF;
                return value.Length + 2;
            case (byte)'n':
                target[0] = 5;
                BinaryPrimitives.WriteDoubleLittleEndian(target[1..], double.Parse(value, CultureInfo.InvariantCulture));
                return 9;
            default:
                target[0] = component[0] switch
                {
                    (byte)'t' => 3,
                    (byte)'f' => 2,
                    (byte)'z' => 1,
                    _ => 0,
                };
                return 1;
        }
    }

    /// <summary>MurmurHash3 of 128 bits for 64-bit machines, seed 0.</summary>
    private static UInt128 Hash(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var length = (ulong)bytes.Length;
            ulong low = 0, high = 0;
            for (; bytes.Length >= 16; bytes = bytes[16..])
            {
                low ^= MixLow(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                low = ((BitOperations.RotateLeft(low, 27) + high) * 5) + 0x52dce729;
                high ^= MixHigh(BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
                high = ((BitOperations.RotateLeft(high, 31) + low) * 5) + 0x38495ab5;
            }
            Span<byte> rest = stackalloc byte[16];
            rest.Clear();
            bytes.CopyTo(rest);
            high ^= MixHigh(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
            low ^= MixLow(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            low ^= length;
            high ^= length;
            low += high;
            high += low;
            low = Finish(low);
            high = Finish(high);
            low += high;
            high += low;
            return new UInt128(high, low);
        }
    }

    private static ulong MixLow(ulong block) => unchecked(BitOperations.RotateLeft(block * C1, 31) * C2);

    private static ulong MixHigh(ulong block) => unchecked(BitOperations.RotateLeft(block * C2, 33) * C1);

    private static ulong Finish(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 33)) * 0xff51afd7ed558ccd;
            value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53;
            return value ^ (value >> 33);
        }
    }
}
