using System.Text.Json.Serialization;
using Points.Programs;

namespace Points.Cards;

/// <summary>A card of an account.</summary>
/// <param name="Why">Why it is not active; never why a membership was forfeited.</param>
public sealed record Card(string Number, string Medium, CardStatus Status, DateOnly IssuedOn, CardEnd? Why = null)
{
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

    /// <summary>The membership ended, by whatever way: the way is not told.</summary>
    Ended,
}
