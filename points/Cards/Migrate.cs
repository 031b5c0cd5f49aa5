using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <param name="PrintedExpiry">The last valid day printed on the legacy card.</param>
public sealed record LegacyBalance(DateOnly PrintedExpiry, long Points);

/// <summary>Moves the balance of a legacy card to a card of today, until the earlier of its printed expiry and the deadline (KKR-20). It counts as an award of that day.</summary>
public static class Migrate
{
    public static Decision Decide(Account account, LegacyBalance asked, Operation operation, Program program)
    {
        var on = operation.OccurredOn(program);
        var terms = program.TermsOn(on);
        var settled = Settle.Due(account, program, operation.RecordedAt);
        if (Standing.Refuse(settled.Account, operation.CardNumber, terms, operation.RecordedOn(program)) is { } refused)
            return refused;
        if (terms.Migration is not { } rule)
            return Refused.Because("migration-not-offered", clause: null, "旧カードの移行はありません。");
        var until = asked.PrintedExpiry < rule.Until.Is ? asked.PrintedExpiry : rule.Until.Is;
        if (on > until)
            return Refused.Because("migration-too-late", rule.Until.Clause, $"旧カードの移行は {Calendar.InJapanese(until)} までです。");

        var (moves, after) = settled.Account.Holdings.Receive([new Lot(Kinds.Base, asked.Points)]);
        if (terms.Expiry.ExtendsBy(EntryKind.Migration, operation.Department, asked.Points))
            after = after.ActiveOn(on, terms);
        return settled
            .Post(operation, EntryKind.Migration, terms, moves, after,
                [new Step(rule.Until.Clause, $"旧カードの {asked.Points:N0}ポイントを移行（期限 {Calendar.InJapanese(until)}）"), .. Award.ExpirySteps(terms, after)])
            .SettleAgain(program, operation.RecordedAt)
            .Accept(operation.Id);
    }
}
