using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Microsoft.AspNetCore.Http;
using Points.Cards;

namespace Functions.Cards;

/// <summary>Gives an account a new card: number, chip and token are reserved first, the account's batch makes them count.</summary>
public sealed class CardReissue(CardReservations reservations, CardAccounts cards, MemberStore members, LedgerStore ledger)
{
    private static readonly Dictionary<string, CardEnd?> Reasons = new() { ["lost"] = CardEnd.Lost, ["stolen"] = CardEnd.Stolen, ["damaged"] = null };

    /// <summary>What a till or the desk asks for; wrong fields are noted.</summary>
    public static (ReissueRequest Asked, string? ChipId) Read(Fields fields) => (
        new ReissueRequest(
            Reasons.GetValueOrDefault(fields.Choice("reason", Reasons.Keys)), fields.OptionalFlag("atFault") ?? false, fields.OptionalFlag("identityConfirmed") ?? false, NewNumber: ""),
        fields.OptionalText("chipId"));

    public async Task<IResult> Run(Call call, ReissueRequest asked, string? chipId, CancellationToken cancellation)
    {
        var (_, head) = await cards.LookByNumber(call.Card, call.Program.Id, cancellation);
        var accountId = head.Value.AccountId;
        var number = await reservations.Number(call.Program, accountId, call.OperationId!, cancellation);
        await reservations.Token(call.Program.Id, number, accountId, cancellation);
        if (chipId is not null && !await reservations.Chip(call.Program.Id, chipId, number, accountId, call.OperationId!, cancellation))
            return new Problem(409, "chip-in-use", "このICチップは登録済みです。", "別のカードをお使いください。");
        return await ledger.ApplyAsync(call, async (account, operation) =>
            Reissue.Decide(account, asked with { NewNumber = number }, await members.Facts(account, call.Program, cancellation), operation, call.Program), cancellation);
    }
}
