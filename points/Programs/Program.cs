using System.Text.Json.Serialization;

namespace Points.Programs;

/// <summary>A point program: its published terms as data. Nothing in code asks for a program by name.</summary>
public sealed record Program
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Operator { get; init; }
    public required string TermsTitle { get; init; }

    /// <summary>The colour of its pages, <c>#rrggbb</c>.</summary>
    public required string Colour { get; init; }

    /// <summary>Offset of the program's calendar from UTC; Japan has no summer time, so a date needs no zone database.</summary>
    public required string UtcOffset { get; init; }

    /// <summary>The first digits of every card number of the program.</summary>
    public required string CardNumberPrefix { get; init; }

    /// <summary>The sender of its mails.</summary>
    public string? MailFrom { get; init; }

    /// <summary>Members ask for their balance by a mail to this address; null where the terms do not offer it.</summary>
    public string? KakuninAddress { get; init; }

    public required IReadOnlyDictionary<string, string> Facilities { get; init; }
    public required IReadOnlyDictionary<string, string> Departments { get; init; }

    /// <summary>Clause id → what it says, in one line.</summary>
    public required IReadOnlyDictionary<string, string> Clauses { get; init; }

    /// <summary>Terms versions, oldest first.</summary>
    public required IReadOnlyList<Terms> Versions { get; init; }

    /// <summary>The version in force on a date. Before the first version the first one applies: cards older than the published text follow it.</summary>
    public Terms TermsOn(DateOnly date)
    {
        for (var i = Versions.Count - 1; i > 0; i--)
        {
            if (Versions[i].EffectiveFrom <= date)
                return Versions[i];
        }

        return Versions[0];
    }

    [JsonIgnore]
    public TimeSpan Offset => field != default ? field : field = ParseOffset(UtcOffset);

    /// <summary>The business date of an instant in the program's calendar.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>Midnight at which a date begins in the program's calendar.</summary>
    public DateTimeOffset StartOf(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), Offset);

    private static TimeSpan ParseOffset(string text) =>
        TimeSpan.Parse(text.TrimStart('+'), System.Globalization.CultureInfo.InvariantCulture);
}
