using Functions.Http;
using Functions.Ledger;
using Functions.Operations;
using Functions.Store;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>The account of a card as it is now: a link may have moved the card, and an unfinished operation may hold the account.</summary>
public sealed class CardAccounts(CardDirectory cards, AccountStore accounts, Merges merges)
{
    private const int Looks = 8;
    private const int MaxHelps = 100;

    /// <summary>For reading: an account in the middle of an operation is waited for a moment and then shown as it is.</summary>
    /// <exception cref="ProblemException">404 when the card is not one of this program.</exception>
    public async Task<(CardPlace Place, Stored<Account> Head)> Look(string card, string program, CancellationToken cancellation)
    {
        for (var look = 1; ; look++)
        {
            var found = await Follow(await cards.Find(card, program, cancellation), cancellation);
            if (found.Head.Value.FrozenBy is null || look == Looks)
                return found;
            await Documents.Pause(look);
        }
    }

    public Task<(CardPlace Place, Stored<Account> Head)> LookByNumber(string cardNumber, string program, CancellationToken cancellation) =>
        Points.Cards.CardNumber.IsWellFormed(cardNumber) ? Look(cardNumber, program, cancellation) : throw new ProblemException(CardDirectory.Unknown);

    /// <summary>For changing: an unfinished operation on the account is brought to its end first.</summary>
    public async Task<(CardPlace Place, Stored<Account> Head)> Open(string card, string program, CancellationToken cancellation)
    {
        for (var help = 0; help < MaxHelps; help++)
        {
            var found = await Follow(await cards.Find(card, program, cancellation), cancellation);
            if (found.Head.Value.FrozenBy is null)
                return found;
            await merges.Help(found.Head.Value, cancellation);
        }

        throw new StoreUnavailableException("too many operations on one account", outcomeUnknown: false);
    }

    private async Task<(CardPlace Place, Stored<Account> Head)> Follow(CardPlace place, CancellationToken cancellation)
    {
        while (await accounts.Head(place.AccountId, cancellation) is { } head)
        {
            if (head.Value.MovedTo is not { } into || head.Value.Card(place.CardNumber) is not null)
                return (place, head);
            cards.Forget(place.CardNumber);
            place = place with { AccountId = into };
        }

        throw new ProblemException(CardDirectory.Unknown);
    }
}
