using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Functions.Operations;
using Microsoft.AspNetCore.Http;
using Points.Cards;
using Points.Ledger;
using Points.Members;
using Points.Programs;

namespace Functions.FrontDesk;

/// <summary>Something that may be done to a card at the desk.</summary>
/// <param name="Needs">Any of these must be allowed, as <see cref="AllowedActions"/> names them.</param>
/// <param name="Grave">What cannot be undone; it must be agreed to.</param>
public sealed record DeskAction(string Name, string Title, string Button, string Kind, IReadOnlyList<string> Needs, Role Role = Role.Front, string? Grave = null)
{
    public static readonly DeskAction Award = new("award", "ポイント付与", "付与する", EntryKind.Award, ["award"]);
    public static readonly DeskAction Redeem = new("redeem", "ポイント還元", "還元する", EntryKind.Redemption, ["redeem"]);

    public static readonly IReadOnlyList<DeskAction> All =
    [
        Award,
        Redeem,
        new("member", "会員登録・変更", "登録する", EntryKind.Member, ["award", "suspend", "resume"]),
        new("migrate", "旧カードの残高移行", "移行する", EntryKind.Migration, ["award"]),
        new("suspend", "利用停止", "利用を停止する", EntryKind.Suspension, ["suspend", "block"]),
        new("resume", "利用再開", "利用を再開する", EntryKind.Resumption, ["resume"]),
        new("reissue", "カード再発行", "再発行する", EntryKind.Reissue, ["reissueForLoss", "reissueForDamage"]),
        new("renew", "読取用コードの更新", "更新する", EntryKind.Renewal, ["renewScanToken"]),
        new("withdraw", "退会", "退会する", EntryKind.Withdrawal, ["withdraw"], Grave: "カードはすぐに使えなくなり、ポイントは失われます。退会は取り消せません。"),
        new("recall", "カードの返還・回収", "回収する", EntryKind.Recall, ["recall"], Role.Operator, "回収したカードは二度と使えません。"),
        new("forfeit", "会員資格の喪失", "資格を喪失させる", EntryKind.Forfeiture, ["forfeit"], Role.Operator, "規約に定めがある場合、この会員のすべてのカードがすぐに失効します。取り消せません。理由は運営者だけが見られます。"),
    ];

    public bool IsOpenTo(DeskVisit desk, DeskCard card) =>
        desk.Caller.Role >= Role && Needs.Any(card.Allowed.Contains) && (Kind != EntryKind.Migration || desk.Terms.Migration is not null);
}

/// <summary>An action whose fields have been read.</summary>
/// <param name="Decide">What the terms make of it, for the quote.</param>
public sealed record Prepared(Func<Account, Operation, Decision> Decide, Func<CancellationToken, Task<IResult>> Carry);

/// <summary>The same decisions and the same steps as behind the calls of tills.</summary>
public sealed class DeskActions(
    LedgerStore ledger, CardSuspension suspension, LegacyMigration migration, CardReissue reissue, ScanTokenRenewal renewal, MemberRegistration registration,
    ForfeitureRequests forfeitures)
{
    /// <exception cref="ProblemException">400 naming every wrong field.</exception>
    public Prepared Prepare(DeskAction action, Call call, DeskCard card, DateOnly today)
    {
        var (program, fields) = (call.Program, call.Fields);
        switch (action.Kind)
        {
            case EntryKind.Award:
                var purchase = call.AtPlace().Purchase();
                return Plain(call, (account, operation) => Award.Decide(account, purchase, operation, program));
            case EntryKind.Redemption:
                var redemption = call.AtPlace().Redemption();
                return Plain(call, (account, operation) => Redeem.Decide(account, redemption, operation, program));
            case EntryKind.Member:
                return Member(call, HolderFields.ReadWithNews(fields, today));
            case EntryKind.Migration:
                return Migration(call.AtAnyPlace(), fields.Text("legacyCardNumber", maxLength: 32), new LegacyBalance(fields.Date("printedExpiry"), fields.Amount("points", least: 1)));
            case EntryKind.Suspension:
                return Suspension(call, card, fields.Choice("reason", CardSuspension.Reasons.Keys), fields.OptionalFlag("identityConfirmed") ?? false);
            case EntryKind.Resumption:
                var confirmed = fields.OptionalFlag("identityConfirmed") ?? false;
                return Plain(call, (account, operation) => Resume.Decide(account, confirmed, operation, program));
            case EntryKind.Reissue:
                return Reissued(call, card);
            case EntryKind.Renewal:
                return Of(call, (account, operation) => RenewScanToken.Decide(account, operation, program), cancellation => renewal.Run(call, cancellation));
            case EntryKind.Withdrawal:
                return Plain(call, (account, operation) => Withdraw.Decide(account, operation, program));
            case EntryKind.Recall:
                return Plain(call, (account, operation) => Recall.Decide(account, operation, program));
            default:
                var reason = fields.Text("reason", maxLength: 500);
                return Of(call, (account, operation) => Forfeit.Decide(account, operation, program), cancellation => forfeitures.Run(call, reason, cancellation));
        }
    }

    private Prepared Plain(Call call, Func<Account, Operation, Decision> decide) =>
        Of(call, decide, cancellation => ledger.Apply(call, decide, cancellation));

    private static Prepared Of(Call call, Func<Account, Operation, Decision> decide, Func<CancellationToken, Task<IResult>> carry)
    {
        call.ThrowIfWrong();
        return new Prepared(decide, carry);
    }

    private Prepared Member(Call call, PersonData data) => Of(
        call,
        (account, operation) => RegisterMember.Decide(account, new MemberChange(account.MemberId ?? "", [], [], MyPageOpen: false), operation, call.Program),
        cancellation => registration.Run(call, data, cancellation));

    private Prepared Migration(Call call, string legacy, LegacyBalance balance) => Of(
        call,
        (account, operation) => Migrate.Decide(account, balance, operation, call.Program),
        cancellation => migration.Run(call, legacy, balance, cancellation));

    private Prepared Suspension(Call call, DeskCard card, string reason, bool confirmed) => Of(
        call,
        (account, operation) => Suspend.Decide(account, CardSuspension.Reasons[reason], confirmed, card.Facts, operation, call.Program),
        cancellation => suspension.Run(call, CardSuspension.Reasons[reason], confirmed, cancellation));

    private Prepared Reissued(Call call, DeskCard card)
    {
        var (asked, chipId) = CardReissue.Read(call.Fields);
        return Of(
            call,
            (account, operation) => Reissue.Decide(account, asked with { NewNumber = "new" }, card.Facts, operation, call.Program),
            cancellation => reissue.Run(call, asked, chipId, cancellation));
    }
}
