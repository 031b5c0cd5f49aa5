using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Microsoft.AspNetCore.Http;
using Points.Ledger;
using Points.Programs;
using Decide = Points.Members.RegisterMember;

namespace Functions.Members;

/// <summary>Registers or changes the member behind a card: the member's data first, then the account's entry that makes it count.</summary>
public sealed class MemberRegistration(
    Registration registration, AccountStore accounts, CardAccounts cards, LedgerStore ledger, ScanTokens tokens)
{
    public async Task<IResult> Run(Call call, PersonData data, CancellationToken cancellation)
    {
        var accountId = (await cards.LookByNumber(call.Card, call.Program.Id, cancellation)).Head.Value.AccountId;
        // Told before: nothing is applied twice, and what the first telling left open is finished.
        if (await accounts.Find(accountId, call.OperationId!, cancellation) is { } written)
        {
            if (written.Entry is { Member.MemberId: { } earlier } entry && entry.RequestHash == tokens.RequestHash(call.BodyHash))
                await registration.Finish(earlier, cancellation);
            return ledger.Answer(written, call.OperationId!, tokens.RequestHash(call.BodyHash), call.Program);
        }

        var (before, after) = ((string?)null, (string?)null);
        var answer = await ledger.ApplyAsync(call, async (account, operation) =>
        {
            before = account.MemberId;
            // Asked without an effect first: a refusal must leave nothing behind.
            if (Decide.Decide(account, new MemberChange(before ?? "", [], [], false), operation, call.Program) is Refused refused)
                return refused;
            if (before is null && data.Name is null)
                throw new ProblemException(Problem.BadFields(new Dictionary<string, string[]> { ["name"] = ["is required at the first registration"] }));
            if (await registration.Admit(data, account.AccountId, before, operation, call.Program, cancellation) is not { Member: var member } admission)
                return EmailTaken(call.Program, operation);
            after = member.MemberId;
            var change = new MemberChange(member.MemberId, admission.Fields, member.Missing(call.Program.TermsOn(operation.OccurredOn(call.Program))), member.MyPageOpen);
            return Decide.Decide(account, change, operation, call.Program);
        }, cancellation);

        if (answer is Answer && after is not null)
        {
            await registration.Finish(after, cancellation);
            if (before is not null && before != after)
                await registration.Release(before, isKept: _ => true, cancellation);
        }

        return answer;
    }

    public static Refused EmailTaken(Program program, Operation operation) => Refused.Because(
        "email-taken", program.TermsOn(operation.OccurredOn(program)).Membership.RequiredData.Clause,
        "このメールアドレスは別の方の登録に使われています。氏名・カナ・生年月日をご確認ください。");

    public static Refused Ended(Program program, Operation operation) => Refused.Because(
        "membership-ended", program.TermsOn(operation.OccurredOn(program)).Membership.Forfeiture.Clause,
        "この会員の資格は終了しており、カードを登録できません。");
}
