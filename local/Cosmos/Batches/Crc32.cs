using System.Buffers.Binary;

namespace Local.Cosmos.Batches;

/// <summary>The zlib CRC-32, eight bytes at a time: every batch is checked once in each direction.</summary>
internal static class Crc32
{
    private static readonly uint[][] Tables = Build();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var crc = 0xFFFFFFFFu;
            uint[] t0 = Tables[0], t1 = Tables[1], t2 = Tables[2], t3 = Tables[3], t4 = Tables[4], t5 = Tables[5], t6 = Tables[6],
                t7 = Tables[7];
            while (bytes.Length >= 8)
            {
                var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
                var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
                crc = t7[(byte)low] ^ t6[(byte)(low >> 8)] ^ t5[(byte)(low >> 16)] ^ t4[low >> 24]
                    ^ t3[(byte)high] ^ t2[(byte)(high >> 8)] ^ t1[(byte)(high >> 16)] ^ t0[high >> 24];
                bytes = bytes[8..];
            }
            foreach (var value in bytes)
                crc = t0[(byte)(crc ^ value)] ^ (crc >> 8);
            return ~crc;
        }
    }

    private static uint[][] Build()
    {
        unchecked
        {
            var tables = new uint[8][];
            for (var table = 0; table < 8; table++)
                tables[table] = new uint[256];
            for (var i = 0u; i < 256; i++)
            {
                var crc = i;
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
                tables[0][i] = crc;
            }
            for (var table = 1; table < 8; table++)
            {
                for (var i = 0; i < 256; i++)
                    tables[table][i] = tables[0][(byte)tables[table - 1][i]] ^ (tables[table - 1][i] >> 8);
            }
            return tables;
        }
    }
}
