using System.Text.Json.Serialization;
using Points.Programs;

namespace Points.Cards;

/// <summary>A card of an account.</summary>
/// <param name="Why">Why it is not active; never why a membership was forfeited.</param>
/// <param name="Renewals">How often what it shows to readers was replaced; only the latest is valid.</param>
public sealed record Card(
    string Number, string Medium, CardStatus Status, DateOnly IssuedOn, CardEnd? Why = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Renewals = 0)
{
    /// <summary>Which of its scan payloads counts; the first is 1.</summary>
    [JsonIgnore]
    public int Generation => Renewals + 1;

    public Card Suspended(CardEnd why) => this with { Status = CardStatus.Suspended, Why = why };

    public Card Resumed() => this with { Status = CardStatus.Active, Why = null };

    public Card Retired(CardEnd why) => this with { Status = CardStatus.Retired, Why = why };
}

[JsonConverter(typeof(CamelCaseNames<CardStatus>))]
public enum CardStatus { Active, Suspended, Retired }

/// <summary>What took a card out of use.</summary>
[JsonConverter(typeof(CamelCaseNames<CardEnd>))]
public enum CardEnd
{
    Lost,
    Stolen,
    Suspicion,
    Reissued,
    Merged,

    /// <summary>Handed in because the operator asked it back; the membership may go on.</summary>
    Returned,

    /// <summary>The membership ended, by whatever way: the way is not told.</summary>
    Ended,
}
