using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>What the front asks for when it hands out a card.</summary>
/// <param name="JoinedOn">When the member joined, where that was before today.</param>
/// <param name="BirthDate">Of the holder, where the terms ask for an age.</param>
/// <param name="ByCode">The member showed a registration code.</param>
public sealed record CardRequest(
    string Medium, string MemberClass, string HolderKind, DateOnly? JoinedOn = null, DateOnly? BirthDate = null, string? CardType = null, string? MemberId = null,
    bool ByCode = false);

/// <summary>Opens an account with its first card (KKR-3, KKR-4).</summary>
public static class Issue
{
    public static Decision Decide(string accountId, CardRequest asked, Operation operation, Program program)
    {
        var issuedOn = operation.OccurredOn(program);
        var terms = program.TermsOn(issuedOn);
        var rules = terms.Cards;
        if (!rules.Media.Is.Contains(asked.Medium))
            return Refused.Because("unknown-medium", rules.Media.Clause, $"カードの種類は {string.Join("・", rules.Media.Is)} のいずれかです。");

        if (asked.ByCode && rules.RegistrationCodes?.Is.Contains(asked.Medium) != true)
            return InvalidCode(terms);
        if (Joining.Refuse(asked.BirthDate, issuedOn, terms) is { } young)
            return young;

        var feeYen = Fee.For(rules.IssueFees.Is, asked.Medium, asked.MemberClass);
        var account = new Account
        {
            AccountId = accountId,
            Program = program.Id,
            Cards = [new Card(operation.CardNumber, asked.Medium, CardStatus.Active, issuedOn)],
            MemberClass = asked.MemberClass,
            HolderKind = asked.HolderKind,
            MemberId = asked.MemberId,
            CardType = asked.CardType,
            JoinedOn = asked.JoinedOn ?? issuedOn,
            AcceptedTerms = terms.EffectiveFrom,
            Holdings = History.Joined(Holdings.None, asked.JoinedOn ?? issuedOn, program),
        };
        return Posting.On(account).Post(
            operation, EntryKind.Issue, terms, moves: [], account.Holdings,
            [
                .. asked.ByCode ? new[] { new Step(rules.RegistrationCodes!.Clause, "登録用コードを読み取り、会員のカードとして発行") } : [],
                new Step(rules.Media.Clause, $"カードの種類 {asked.Medium}、会員区分 {asked.MemberClass}、利用者区分 {asked.HolderKind}"),
                new Step(rules.IssueFees.Clause, $"発行手数料 {feeYen:N0}円"),
            ],
            entry => entry with { Issued = new Issued(asked.Medium, asked.MemberClass, asked.HolderKind, feeYen, issuedOn, account.JoinedOn == issuedOn ? null : account.JoinedOn, MemberId: asked.MemberId, CardType: asked.CardType) })
            .Accept(operation.Id);
    }

    /// <summary>The same for a code that is unknown, used, expired, another program's or not for such a card: who guesses learns nothing.</summary>
    public static Refused InvalidCode(Terms terms) => Refused.Because(
        "registration-code-invalid", terms.Cards.RegistrationCodes?.Clause, "この登録用コードは利用できません。有効期限は24時間、ご利用は1回限りです。");
}
