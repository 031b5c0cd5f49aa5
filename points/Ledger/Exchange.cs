using Points.Programs;

namespace Points.Ledger;

/// <summary>Points for a reward of the catalogue (KEIO-7); final once accepted.</summary>
public static class Exchange
{
    public static Decision Decide(Account account, Reward reward, int quantity, Operation operation, Program program)
    {
        var on = operation.OccurredOn(program);
        var terms = program.TermsOn(on);
        var settled = Settle.Due(account, program, operation.RecordedAt);
        if (Standing.Refuse(settled.Account, operation.CardNumber, terms, operation.RecordedOn(program)) is { } refused)
            return refused;

        var rules = terms.Exchange!;
        var held = settled.Account.Holdings;
        var points = reward.Points * quantity;
        if (points > held.UsableOn(on))
            return Refused.Because("insufficient-points", rules.Rewards.Clause, $"{reward.Name} {quantity:N0}点には {points:N0}ポイントが必要です（ご利用可能 {held.UsableOn(on):N0}ポイント）。");

        var moves = held.Take(points, on);
        var after = held.Apply(moves);
        if (terms.Expiry.ExtendsBy(EntryKind.Exchange, operation.Department, -points))
            after = after.ActiveOn(on, terms);
        return settled
            .Post(operation, EntryKind.Exchange, terms, moves, after,
                [
                    new Step(rules.Rewards.Clause, $"{reward.Name} {reward.Points:N0}ポイント × {quantity:N0} = {points:N0}ポイントを交換"),
                    new Step(rules.Final.Clause, "お申し込み後の取消・返品はできません"),
                ],
                entry => entry with { Exchanged = new Exchanged(reward.Id, reward.Name, quantity) })
            .Accept(operation.Id);
    }
}
