using Points.Programs;

namespace Points.Ledger;

/// <summary>What a member asks for at the stay: points of its award for a family member.</summary>
/// <param name="Points">Null for all that is left of the award.</param>
/// <param name="KinshipDegree">1 for parents and children, 2 for siblings, grandparents, grandchildren.</param>
public sealed record FamilyGift(string AwardOperationId, long? Points, bool SameHousehold, int KinshipDegree, string ToAccountId, string ToCardNumber);

/// <summary>Takes the points of one stay out of an account, for a family member (KAMPO-6.1e).</summary>
public static class TransferOut
{
    public static Decision Decide(Account account, FamilyGift asked, Operation operation, Program program, History history)
    {
        var on = operation.OccurredOn(program);
        var terms = program.TermsOn(on);
        var settled = Settle.Due(account, program, operation.RecordedAt);
        if (Standing.Refuse(settled.Account, operation.CardNumber, terms, operation.RecordedOn(program)) is { } refused)
            return refused;
        if (WhyNot(asked, terms) is { } notAllowed)
            return notAllowed;

        var rule = terms.Sharing.FamilyTransfer!;
        var clause = rule.SameHousehold.Clause;
        if (history.Find(asked.AwardOperationId, operation.CardNumber) is not { Kind: EntryKind.Award } award || history.VoidOf(award) is not null)
            return Refused.Because("operation-unknown", clause, $"譲渡の対象 {asked.AwardOperationId} はこのカードの付与にありません。");
        if (program.DateOf(award.OccurredAt) != on)
            return Refused.Because("transfer-not-allowed", clause, "譲渡できるのは当該宿泊の利用時に限ります。");

        var left = history.Excess(award, kept: []).Sum(lot => lot.Points) - history.TransferredFrom(award.Id);
        var points = asked.Points ?? left;
        if (points < 1 || points > left)
            return Refused.Because("insufficient-points", clause, $"当該宿泊のポイントのうち譲渡できるのは {left:N0}ポイントまでです（ご指定 {points:N0}ポイント）。");

        if (TakeBack.From(settled.Account.Holdings, Part(history.Excess(award, kept: []), points), terms) is not { } taken)
            return Refused.Because("insufficient-points", clause, $"残高 {settled.Account.Holdings.Points:N0}ポイントから {points:N0}ポイントは譲渡できません。");
        return settled
            .Post(operation, EntryKind.TransferOut, terms, taken.Moves, taken.After,
                [new Step(clause, $"当該宿泊のポイント {points:N0}ポイントを同居の家族（{asked.KinshipDegree}親等）に譲渡")],
                entry => entry with { Transfer = new Transfer(asked.ToAccountId, asked.ToCardNumber, asked.AwardOperationId) })
            .Accept(operation.Id);
    }

    private static Refused? WhyNot(FamilyGift asked, Terms terms)
    {
        if (terms.Sharing.FamilyTransfer is not { } rule)
            return Refused.Because("transfer-not-allowed", terms.Sharing.Merge.Clause, "ポイントを他の会員に譲渡することはできません。");
        if (!asked.SameHousehold && rule.SameHousehold.Is)
            return Refused.Because("transfer-not-allowed", rule.SameHousehold.Clause, "譲渡できるのは同居の家族に限ります。");
        if (asked.KinshipDegree > rule.MaxKinshipDegree.Is)
            return Refused.Because("transfer-not-allowed", rule.MaxKinshipDegree.Clause, $"譲渡できるのは {rule.MaxKinshipDegree.Is}親等までの家族です（ご指定 {asked.KinshipDegree}親等）。");
        return null;
    }

    private static List<Lot> Part(IReadOnlyList<Lot> lots, long points)
    {
        List<Lot> part = [];
        foreach (var lot in lots)
        {
            var taken = long.Min(points, lot.Points);
            points -= taken;
            if (taken > 0)
                part.Add(lot with { Points = taken });
        }

        return part;
    }
}
