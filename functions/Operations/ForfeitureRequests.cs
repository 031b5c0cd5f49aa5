using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Functions.Store;
using Microsoft.AspNetCore.Http;
using Points.Cards;
using Points.Ledger;

namespace Functions.Operations;

/// <summary>Asks for a forfeiture: replays, refusals, the reason and the journal; <see cref="Forfeitures"/> does the rest.</summary>
public sealed class ForfeitureRequests(
    CardAccounts cards, AccountStore accounts, Forfeitures forfeitures, ForfeitureReasons reasons, ScanTokens tokens, Answers answers, LedgerStore ledger)
{
    private const int MaxAttempts = 20;

    public async Task<IResult> Run(Call call, string reason, CancellationToken cancellation)
    {
        if (ledger.PauseOf(call.Program, call.Facility) is { } pause)
            return pause;
        var requestHash = tokens.RequestHash(call.BodyHash);
        var attempt = Guid.NewGuid().ToString("N")[..12];
        for (var i = 0; i < MaxAttempts; i++)
        {
            var (place, head) = await cards.Open(call.Card, call.Program.Id, cancellation);
            var operation = ledger.OperationFor(call, call.OperationId!, requestHash, place.CardNumber);
            if (await accounts.Find(head.Value, operation.Id, cancellation) is { Reservation: null } written)
            {
                if (written.Entry is { Kind: EntryKind.Forfeiture } entry && entry.RequestHash == requestHash)
                {
                    if (entry.Ended?.Attempt == attempt)
                        return answers.Created(entry, call.Program, replayed: false);
                    // Told before: what the first telling left open is finished.
                    await Carry(JournalOf(head.Value, operation, attempt, call), cancellation);
                }

                return ledger.Answer(written, operation.Id, requestHash, call.Program);
            }

            if ((ledger.TimeRefusal(operation) ?? Forfeit.Decide(head.Value, operation, call.Program)) is Refused refused)
            {
                // The same request may have been carried out by another one just now: then its answer counts.
                if (await accounts.Find(head.Value, operation.Id, cancellation) is not null)
                    continue;
                return Problem.From(refused);
            }

            // The reason is kept apart from the ledger, which tills can read; first, so that no forfeiture is without one.
            await reasons.Keep(head.Value.AccountId, operation, reason, call.Program, cancellation);
            await Carry(JournalOf(head.Value, operation, attempt, call), cancellation);
        }

        throw new StoreUnavailableException("too many races on these accounts", outcomeUnknown: true);
    }

    private async Task Carry(ForfeitureJournal journal, CancellationToken cancellation)
    {
        try
        {
            await forfeitures.Begin(journal, cancellation);
            await forfeitures.Finish(journal.Id, cancellation);
        }
        catch (StoreUnavailableException lost)
        {
            // Once it has begun, somebody may finish it, whatever became of this request.
            throw new StoreUnavailableException(EntryKind.Forfeiture, outcomeUnknown: true, lost);
        }
    }

    private static ForfeitureJournal JournalOf(Account account, Operation operation, string attempt, Call call) => new(
        ForfeitureJournal.IdOf(account.AccountId, operation.Id), call.Program.Id, account.AccountId,
        Forfeit.EndsEveryCard(operation, call.Program) ? account.MemberId : null, operation, attempt, operation.RecordedAt);
}
