using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Functions.Store;
using Microsoft.AspNetCore.Http;
using Points.Ledger;
using Points.Programs;

namespace Functions.Operations;

/// <summary>A merge or link as the front asks for it.</summary>
/// <param name="Cards">Numbers or scans, the receiving card first.</param>
/// <param name="Field">The field that names the other cards, for a mistake in it.</param>
public sealed record MergeCall(
    string Kind, IReadOnlyList<string> Cards, string Field, Caller Caller, Program Program, string OperationId, string RequestHash, DateTimeOffset? OccurredAt);

/// <summary>Asks for a merge or link: replays, refusals and the journal; <see cref="Merges"/> does the rest.</summary>
public sealed class MergeRequests(
    CardAccounts cards, AccountStore accounts, Merges merges, MemberStore members, Answers answers, LedgerStore ledger)
{
    private const int MaxAttempts = 20;

    public async Task<IResult> Run(MergeCall call, CancellationToken cancellation)
    {
        if (ledger.PauseOf(call.Program, call.Caller.Facility) is { } pause)
            return pause;
        var attempt = Guid.NewGuid().ToString("N")[..12];
        for (var i = 0; i < MaxAttempts; i++)
        {
            var (into, head) = await cards.Open(call.Cards[0], call.Caller, cancellation);
            if (await accounts.Find(head.Value, call.OperationId, cancellation) is { Reservation: null } written)
            {
                return written.Entry is { Merged: { } merged } entry && merged.Attempt == attempt
                    ? answers.Created(entry, call.Program, replayed: false)
                    : ledger.Answer(written, call.OperationId, call.RequestHash, call.Program);
            }

            var (plan, involved) = await Plan(call, into, head.Value, attempt, cancellation);
            // A card may have come into an account after that one was read: then the accounts are looked at again.
            if (plan.Cards.Any(card => involved.All(account => account.Card(card) is null)))
                continue;
            var operation = OperationOf(call, into.CardNumber);
            if ((ledger.TimeRefusal(operation) ?? MergeCheck.Refuse(involved, plan, await members.Facts(head.Value, call.Program, cancellation), operation, call.Program)) is { } refused)
            {
                // The same request may have been carried out by another one just now: then its answer counts.
                if (await accounts.Find(head.Value, call.OperationId, cancellation) is not null)
                    continue;
                return Problem.From(refused);
            }

            if (await Attempt(call, plan, involved, operation, $"{attempt}-{i}", cancellation) is { } no && no != Merges.Moved)
                return Problem.From(no);
        }

        throw new StoreUnavailableException("too many races on these accounts", outcomeUnknown: true);
    }

    /// <summary>What it would come to; nothing is written. It is decided anew when it is asked for.</summary>
    public async Task<Decision> Preview(MergeCall call, CancellationToken cancellation)
    {
        var (into, head) = await cards.Open(call.Cards[0], call.Program.Id, cancellation);
        var (plan, involved) = await Plan(call, into, head.Value, attempt: "", cancellation);
        if (plan.Cards.Any(card => involved.All(account => account.Card(card) is null)))
            return Merges.Moved;
        var operation = OperationOf(call, into.CardNumber);
        if (MergeCheck.Refuse(involved, plan, await members.Facts(head.Value, call.Program, cancellation), operation, call.Program) is { } refused)
            return refused;
        var emptied = involved.Skip(1).Select(account => MergeOut.Decide(account, plan, head.Value.AccountId, operation, call.Program)).Select(left => (left.After, left.Main));
        return MergeIn.Decide(head.Value, [.. emptied], plan, operation, call.Program);
    }

    private async Task<Refused?> Attempt(
        MergeCall call, MergePlan plan, IReadOnlyList<Account> involved, Operation operation, string attempt, CancellationToken cancellation)
    {
        var id = MergeJournal.IdOf(involved[0].AccountId, call.OperationId, attempt);
        var journal = new MergeJournal(
            id, call.Program.Id, plan, [.. involved.Select(account => account.AccountId)], operation, MergeState.Begun, operation.RecordedAt);
        try
        {
            await merges.Begin(journal, cancellation);
            return (await merges.Finish(id, cancellation)).Refused;
        }
        catch (StoreUnavailableException lost)
        {
            // Once it has begun, somebody may finish it, whatever became of this request.
            throw new StoreUnavailableException(call.Kind, outcomeUnknown: true, lost);
        }
    }

    private async Task<(MergePlan, IReadOnlyList<Account>)> Plan(MergeCall call, CardPlace into, Account first, string attempt, CancellationToken cancellation)
    {
        List<string> numbers = [into.CardNumber];
        List<Account> involved = [first];
        foreach (var other in call.Cards.Skip(1))
        {
            var (place, head) = await cards.Open(other, call.Caller, cancellation);
            if (numbers.Contains(place.CardNumber))
                throw new ProblemException(Problem.BadFields(new Dictionary<string, string[]> { [call.Field] = ["must name each card once"] }));
            numbers.Add(place.CardNumber);
            if (involved.All(account => account.AccountId != head.Value.AccountId))
                involved.Add(head.Value);
        }

        return (new MergePlan(call.Kind, numbers, attempt), involved);
    }

    private Operation OperationOf(MergeCall call, string cardNumber)
    {
        var now = ledger.Now(call.Program);
        return new Operation
        {
            Id = call.OperationId,
            RequestHash = call.RequestHash,
            CardNumber = cardNumber,
            By = call.Caller.KeyId,
            Facility = call.Caller.Facility,
            OccurredAt = call.OccurredAt?.ToOffset(call.Program.Offset) ?? now,
            RecordedAt = now,
        };
    }
}
