using Functions.Http;
using Functions.Ledger;
using Functions.Operations;
using Functions.Store;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>The account of a card as it is now: a link may have moved the card, and an unfinished operation may hold the account.</summary>
public sealed class CardAccounts(CardDirectory cards, AccountStore accounts, Merges merges, ScanTokens tokens, TerminalGuesses guesses)
{
    private const int Looks = 8;
    private const int MaxHelps = 100;

    /// <summary>The same for what a terminal sends: one that guesses is locked out.</summary>
    public Task<(CardPlace Place, Stored<Account> Head)> Look(string card, Caller caller, CancellationToken cancellation) =>
        Guarded(card, caller, () => Look(card, caller.Program, cancellation));

    /// <summary>The same for what a terminal sends: one that guesses is locked out.</summary>
    public Task<(CardPlace Place, Stored<Account> Head)> Open(string card, Caller caller, CancellationToken cancellation) =>
        Guarded(card, caller, () => Open(card, caller.Program, cancellation));

    /// <summary>For reading: an account in the middle of an operation is waited for a moment and then shown as it is.</summary>
    /// <exception cref="ProblemException">404 when the card is not one of this program.</exception>
    public async Task<(CardPlace Place, Stored<Account> Head)> Look(string card, string program, CancellationToken cancellation)
    {
        for (var look = 1; ; look++)
        {
            var found = await Find(card, program, cancellation);
            if (found.Head.Value.FrozenBy is null || look == Looks)
                return found;
            await Documents.Pause(look);
        }
    }

    public Task<(CardPlace Place, Stored<Account> Head)> LookByNumber(string cardNumber, string program, CancellationToken cancellation) =>
        CardNumber.IsWellFormed(cardNumber) ? Look(cardNumber, program, cancellation) : throw new ProblemException(CardDirectory.Unknown);

    /// <summary>For changing: an unfinished operation on the account is brought to its end first.</summary>
    public async Task<(CardPlace Place, Stored<Account> Head)> Open(string card, string program, CancellationToken cancellation)
    {
        for (var help = 0; help < MaxHelps; help++)
        {
            var found = await Find(card, program, cancellation);
            if (found.Head.Value.FrozenBy is null)
                return found;
            await merges.Help(found.Head.Value, cancellation);
        }

        throw new StoreUnavailableException("too many operations on one account", outcomeUnknown: false);
    }

    private async Task<T> Guarded<T>(string card, Caller caller, Func<Task<T>> find)
    {
        if (CardNumber.IsWellFormed(card))
            return await find();
        guesses.ThrowIfSpent(caller);
        try
        {
            return await find();
        }
        catch (ProblemException unknown) when (unknown.Problem == CardDirectory.Unknown)
        {
            guesses.CountWrong(caller);
            throw;
        }
    }

    private async Task<(CardPlace Place, Stored<Account> Head)> Find(string card, string program, CancellationToken cancellation)
    {
        var found = await Follow(await cards.Find(card, program, cancellation), cancellation);
        var isRetired = !CardNumber.IsWellFormed(card) && found.Head.Value.Card(found.Place.CardNumber) is { } held && !tokens.IsOf(program, held, card);
        return isRetired ? throw new ProblemException(CardDirectory.Unknown) : found;
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
