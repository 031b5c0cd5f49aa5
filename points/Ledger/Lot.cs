using System.Text.Json.Serialization;

namespace Points.Ledger;

/// <summary>Points of one kind that end on one day.</summary>
/// <param name="Kind"><c>base</c>, <c>bonus</c> or the kind of a campaign.</param>
/// <param name="Points">Always positive.</param>
/// <param name="ExpiresOn">Their own last valid day; null when they live as long as the account's points do.</param>
/// <param name="UsableFrom">The first day on which they can be spent; null when it is past.</param>
[JsonConverter(typeof(LotJson))]
public sealed record Lot(string Kind, long Points, DateOnly? ExpiresOn = null, DateOnly? UsableFrom = null)
{
    public Move Moved(long points, bool pending = false) => new(Kind, points, ExpiresOn, UsableFrom, pending);
}

/// <summary>A signed change of one lot.</summary>
/// <param name="Pending">True when the points are not part of the balance until <paramref name="UsableFrom"/>.</param>
[JsonConverter(typeof(MoveJson))]
public sealed record Move(string Kind, long Points, DateOnly? ExpiresOn = null, DateOnly? UsableFrom = null, bool Pending = false)
{
    public Lot AsLot(long points) => new(Kind, points, ExpiresOn, UsableFrom);
}

/// <summary>Kinds of points that every program has; campaigns name their own.</summary>
public static class Kinds
{
    public const string Base = "base";
    public const string Bonus = "bonus";
}

internal static class LotLists
{
    public static void Change(this List<Lot> lots, Move move)
    {
        var at = lots.FindIndex(lot => lot.Kind == move.Kind && lot.ExpiresOn == move.ExpiresOn && lot.UsableFrom == move.UsableFrom);
        var points = (at < 0 ? 0 : lots[at].Points) + move.Points;
        if (points < 0)
            throw new InvalidOperationException($"A lot of {move.Kind} would hold {points} points.");
        if (at < 0 && points > 0)
            lots.Add(move.AsLot(points));
        else if (at >= 0 && points == 0)
            lots.RemoveAt(at);
        else if (at >= 0)
            lots[at] = lots[at] with { Points = points };
    }
}
