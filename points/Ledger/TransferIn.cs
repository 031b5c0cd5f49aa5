using Points.Programs;

namespace Points.Ledger;

/// <summary>Brings transferred points into an account: of the family member, or back where they came from when that one has ended.</summary>
public static class TransferIn
{
    /// <summary>The entry that credits a transfer is found by this id, however often it is tried.</summary>
    public static string IdOf(Entry transferOut) => $"transfer:{transferOut.AccountId}:{transferOut.Id}";

    /// <summary>What happened to the points: they are usable as they were, and live as long as the receiving account's do.</summary>
    public static Decision Decide(Account account, string cardNumber, Entry transferOut, DateTimeOffset now, Program program)
    {
        var settled = Settle.Due(account, program, now);
        var terms = program.TermsOn(program.DateOf(transferOut.OccurredAt));
        var isReturn = account.AccountId == transferOut.AccountId;
        // Only an end is final: a suspended card may come back, so its points wait for it there.
        if (!isReturn && Standing.Refuse(settled.Account, cardNumber, terms, program.DateOf(now)) is { Code: not "card-suspended" } refused)
            return refused;

        var clause = terms.Sharing.FamilyTransfer?.SameHousehold.Clause;
        var points = -transferOut.Points;
        var lots = transferOut.Moves.Select(move => move.AsLot(-move.Points));
        var (moves, after) = settled.Account.Holdings.Receive(lots);
        var operation = new Operation
        {
            Id = IdOf(transferOut),
            CardNumber = cardNumber,
            By = transferOut.By,
            Facility = transferOut.Facility,
            Department = transferOut.Department,
            OccurredAt = transferOut.OccurredAt,
            RecordedAt = now,
        };
        return settled
            .Post(operation, EntryKind.TransferIn, terms, moves, after,
                [new Step(clause, isReturn ? $"譲渡先のカードが失効したため {points:N0}ポイントを戻し" : $"家族から {points:N0}ポイントを譲受")],
                entry => entry with { Transfer = new Transfer(transferOut.AccountId, transferOut.CardNumber, transferOut.Transfer!.AwardOperationId) })
            .SettleAgain(program, now)
            .Accept(operation.Id);
    }
}
