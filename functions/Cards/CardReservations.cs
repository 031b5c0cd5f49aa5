using Functions.Ledger;
using Functions.Store;
using Points.Cards;
using Points.Programs;

namespace Functions.Cards;

/// <summary>
/// What must be unique before a card exists: its number, its chip, its scan token. Each is written under the operation that asks for it, so
/// a repeated request finds its own and a failed one leaves nothing that stands in the way.
/// </summary>
public sealed class CardReservations(CosmosStore store, AccountStore accounts, ScanTokens tokens)
{
    /// <summary>The first derived number that is free or already ours.</summary>
    public async Task<string> Number(Program program, string accountId, string operationId, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            var number = CardNumber.From(program.CardNumberPrefix, tokens.Derive($"number|{program.Id}|{operationId}|{attempt}"));
            var place = new CardPlace(number, number, program.Id, accountId);
            if (await store.Cards.TryCreate(place, number, StoreJson.Readable.CardPlace, cancellation))
                return number;
            if (await store.Cards.Find(number, number, StoreJson.Readable.CardPlace, cancellation) is { } taken && taken.Value.AccountId == accountId)
                return number;
        }
    }

    /// <summary>A chip identifies one card for ever.</summary>
    public Task<bool> Chip(string program, string chipId, string number, string accountId, string operationId, CancellationToken cancellation) =>
        Claim(ScanTokens.ChipKey(program, chipId), number, accountId, operationId, cancellation);

    /// <summary>A legacy card gives its balance once.</summary>
    public Task<bool> LegacyCard(string program, string legacyNumber, string number, string accountId, string operationId, CancellationToken cancellation) =>
        Claim(ScanTokens.LegacyKey(program, legacyNumber), number, accountId, operationId, cancellation);

    /// <summary>True when the key is this operation's; one whose first operation never finished is free again.</summary>
    private async Task<bool> Claim(string key, string number, string accountId, string operationId, CancellationToken cancellation)
    {
        var mine = new Lookup(key, key, number, accountId, operationId);
        while (!await store.Lookups.TryCreate(mine, key, StoreJson.Readable.Lookup, cancellation))
        {
            if (await store.Lookups.Find(key, key, StoreJson.Readable.Lookup, cancellation) is not { } found)
                continue;
            if (found.Value.AccountId == accountId && found.Value.OperationId == operationId)
                return true;
            // The batch will say that it was stopped.
            if (await accounts.IsStopped(accountId, operationId, cancellation))
                return true;
            if (!await accounts.Stop(found.Value.AccountId, found.Value.OperationId!, cancellation))
                return false;
            if (await store.Lookups.TryReplace(mine, key, key, found.ETag, StoreJson.Readable.Lookup, cancellation))
                return true;
        }

        return true;
    }

    /// <summary>Lets a reader find the card by what it shows.</summary>
    public async Task Token(string program, string number, string accountId, CancellationToken cancellation, int generation = 1)
    {
        var key = ScanTokens.KeyOf(program, tokens.For(program, number, generation));
        await store.Lookups.TryCreate(new Lookup(key, key, number, accountId), key, StoreJson.Readable.Lookup, cancellation);
    }
}
