using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>Brings transferred points into an account: of the family member, or back where they came from when that one has ended.</summary>
public static class TransferIn
{
    /// <summary>The entry that credits a transfer is found by this id, however often it is tried.</summary>
    public static string IdOf(Entry transferOut) => $"transfer:{transferOut.AccountId}:{transferOut.Id}";

    /// <summary>What happened to the points: they are usable as they were, and live as long as the receiving account's do.</summary>
    /// <param name="isReturn">Back to the side that gave: nothing refuses that.</param>
    public static Decision Decide(Account account, string cardNumber, Entry transferOut, bool isReturn, DateTimeOffset now, Program program)
    {
        var settled = Settle.Due(account, program, now);
        var terms = program.TermsOn(program.DateOf(transferOut.OccurredAt));
        // A card that was reissued or merged has its points in this account: they go where those are.
        var card = account.Card(cardNumber) is { Status: not CardStatus.Retired }
            ? cardNumber
            : account.Cards.FirstOrDefault(card => card.Status != CardStatus.Retired)?.Number;
        // Only an end is final: a suspended card may come back, so its points wait for it there.
        if (!isReturn && Standing.Refuse(settled.Account, card ?? cardNumber, terms, program.DateOf(now)) is { Code: not "card-suspended" } refused)
            return refused;

        var clause = terms.Sharing.FamilyTransfer?.SameHousehold.Clause;
        var points = -transferOut.Points;
        var lots = transferOut.Moves.Select(move => move.AsLot(-move.Points));
        var (moves, after) = settled.Account.Holdings.Receive(lots);
        var operation = new Operation
        {
            Id = IdOf(transferOut),
            CardNumber = card ?? cardNumber,
            By = transferOut.By,
            Facility = transferOut.Facility,
            Department = transferOut.Department,
            OccurredAt = transferOut.OccurredAt,
            RecordedAt = now,
        };
        var arrived = settled
            .Post(operation, EntryKind.TransferIn, terms, moves, after,
                [new Step(clause, isReturn ? $"譲渡先のカードが失効したため {points:N0}ポイントを戻し" : $"家族から {points:N0}ポイントを譲受")],
                entry => entry with { Transfer = new Transfer(transferOut.AccountId, transferOut.CardNumber, transferOut.Transfer!.AwardOperationId) })
            .SettleAgain(program, now);
        return (account.EndedAt is null ? arrived : Void(arrived, operation, terms)).Accept(operation.Id);
    }

    /// <summary>Both sides have ended: what comes back ends as the rest did.</summary>
    private static Posting Void(Posting arrived, Operation operation, Terms terms)
    {
        var held = arrived.Account.Holdings;
        Move[] moves =
        [
            .. held.Lots.Select(lot => lot.Moved(-lot.Points)),
            .. (held.Pending ?? []).Select(lot => lot.Moved(-lot.Points, pending: true)),
        ];
        return arrived.Post(
            operation with { Id = $"void:{operation.Id}" }, EntryKind.Lapse, terms, moves, held.Apply(moves),
            [new Step(terms.Membership.VoidedBy.Clause, $"カードの失効により {held.Total:N0}ポイントは失効")]);
    }
}
