using System.Text;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>
/// Where an entry stands in the journal: <c>program/day/account/number</c>. The day is that on which the batch was made, in the program's
/// calendar: a day that has been over for a while gets no more entries, whenever they say that they were recorded.
/// </summary>
public static class JournalKey
{
    public const string Property = "journalKey";

    public static string Of(string program, DateOnly day, Entry entry) => $"{From(program, day)}{entry.AccountId}/{entry.Number:D8}";

    /// <summary>All keys of a day lie between its own and that of the day after.</summary>
    public static string From(string program, DateOnly day) => $"{program}/{day:yyyy-MM-dd}/";

    /// <summary>Below every key of a program.</summary>
    public static string First(string program) => $"{program}/";

    /// <summary>Above every key of a program: 0 is the character after the slash.</summary>
    public static string Last(string program) => $"{program}0";

    public static DateOnly DayOf(string key) => DateOnly.ParseExact(key.Split('/')[1], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The entry as a document. The key stands beside what is hashed.</summary>
    public static byte[] Stamp(ReadOnlySpan<byte> entryJson, string key) => [.. Encoding.UTF8.GetBytes($"{{\"{Property}\":\"{key}\","), .. entryJson[1..]];
}
