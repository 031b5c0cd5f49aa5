using Functions.Http;
using Functions.Ledger;
using Microsoft.AspNetCore.Http;
using Points.Cards;

namespace Functions.Cards;

/// <summary>Issues a family card onto the account of its main card.</summary>
public sealed class FamilyCardIssue(CardReservations reservations, CardAccounts cards, LedgerStore ledger)
{
    public async Task<IResult> Run(Call call, IssueRequest asked, CancellationToken cancellation)
    {
        var (_, head) = await cards.Look(call.Card, call.Caller, cancellation);
        var accountId = head.Value.AccountId;
        var number = await reservations.Number(call.Program, accountId, call.OperationId!, cancellation);
        await reservations.Token(call.Program.Id, number, accountId, cancellation);
        if (asked.ChipId is { } chipId && !await reservations.Chip(call.Program.Id, chipId, number, accountId, call.OperationId!, cancellation))
            return new Problem(409, "chip-in-use", "このICチップは登録済みです。", "別のカードをお使いください。");
        return await ledger.Apply(call, (account, operation) =>
            IssueFamilyCard.Decide(account, asked.Card, number, operation, call.Program), cancellation);
    }
}
