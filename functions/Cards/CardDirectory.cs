using System.Collections.Concurrent;
using Functions.Http;
using Functions.Store;
using Points.Cards;

namespace Functions.Cards;

/// <summary>Where a card's account is. Changes only when a card is reissued or merged.</summary>
public sealed record CardPlace(string Id, string CardNumber, string Program, string AccountId);

/// <summary>A unique key and what it names: a scan token or a chip names a card.</summary>
public sealed record Lookup(string Id, string Key, string CardNumber, string AccountId, string? OperationId = null);

/// <summary>Finds the account of a card number or of what a reader scanned; keeps what it found in memory.</summary>
public sealed class CardDirectory(CosmosStore store)
{
    private const int MaxKnown = 200_000;

    private readonly ConcurrentDictionary<string, CardPlace> known = [];
    private readonly ConcurrentDictionary<string, string> scanned = [];

    /// <exception cref="ProblemException">404 when the card is not one of this program: the same answer for unknown, forged and foreign cards.</exception>
    public async Task<CardPlace> Find(string card, string program, CancellationToken cancellation) =>
        await Number(card, program, cancellation) is { } number && await Place(number, cancellation) is { } place && place.Program == program
            ? place
            : throw new ProblemException(Unknown);

    /// <summary>By number alone: what a reader scanned never travels in a path.</summary>
    public Task<CardPlace> FindByNumber(string cardNumber, string program, CancellationToken cancellation) =>
        CardNumber.IsWellFormed(cardNumber) ? Find(cardNumber, program, cancellation) : throw new ProblemException(Unknown);

    public static readonly Problem Unknown = Problem.NotFound("card-unknown", "このカードは登録されていません。");

    /// <summary>Drops what is remembered of a card whose account turned out to be another.</summary>
    public void Forget(string cardNumber) => known.TryRemove(cardNumber, out _);

    private async Task<string?> Number(string card, string program, CancellationToken cancellation)
    {
        if (CardNumber.IsWellFormed(card))
            return card;
        var key = ScanTokens.KeyOf(program, card);
        if (scanned.TryGetValue(key, out var number))
            return number;
        var found = await store.Lookups.Find(key, key, StoreJson.Readable.Lookup, cancellation);
        if (found is null)
            return null;
        Remember(scanned, key, found.Value.CardNumber);
        return found.Value.CardNumber;
    }

    private async Task<CardPlace?> Place(string number, CancellationToken cancellation)
    {
        if (known.TryGetValue(number, out var place))
            return place;
        var found = await store.Cards.Find(number, number, StoreJson.Readable.CardPlace, cancellation);
        if (found is not null)
            Remember(known, number, found.Value);
        return found?.Value;
    }

    private static void Remember<T>(ConcurrentDictionary<string, T> cache, string key, T value)
    {
        // Simple and bounded: a full memory starts anew and costs one read per card.
        if (cache.Count >= MaxKnown)
            cache.Clear();
        cache[key] = value;
    }
}
