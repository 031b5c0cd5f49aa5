using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Programs;

namespace Functions.Members;

/// <summary>A member as staff may see one: contacts masked.</summary>
/// <param name="PendingEmail">An address that waits for its confirmation, masked.</param>
public sealed record MemberAnswer(
    string MemberId, string CardNumber, string? Name, string? Kana, DateOnly? BirthDate, string? Phone, string? PostalCode, string? Address,
    string? Email, DateTimeOffset? EmailConfirmedAt, string? PendingEmail, bool Complete, IReadOnlyList<string> Missing, bool MyPageOpen,
    IReadOnlyList<string> NewsBy, IReadOnlyList<string> NoticeOf, IReadOnlyList<Consent> Consents, IReadOnlyList<ChangeLine> Changes, DateTimeOffset RegisteredAt, string RegisteredBy,
    IReadOnlyList<string> Clauses)
{
    public static MemberAnswer From(Member member, string cardNumber, Terms terms)
    {
        var missing = member.Missing(terms);
        return new MemberAnswer(
            member.MemberId, cardNumber, member.Name, member.Kana, member.BirthDate, Masked.Phone(member.Phone), Masked.PostalCode(member.PostalCode),
            Masked.Address(member.Address), Masked.Email(member.Email), member.EmailConfirmedAt, Masked.Email(member.PendingEmail?.Address),
            missing.Count == 0, missing, member.MyPageOpen, member.NewsBy, member.NoticeOf, member.Consents,
            [.. member.History.Select(change => new ChangeLine(change.At, change.By, change.Fields))], member.RegisteredAt, member.RegisteredBy,
            terms.Membership.RequiredData.Clause is { } clause ? [clause] : []);
    }
}

/// <summary>Which fields changed, when and by whom.</summary>
public sealed record ChangeLine(DateTimeOffset At, string By, IReadOnlyList<string> Fields);

public sealed class ShowMemberFunction(CardAccounts cards, MemberStore members, ProgramCatalogue programs, TimeProvider clock)
{
    [Function("Member"), Access(Role.Front)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cards/{cardNumber}/member")] HttpRequest request,
        string cardNumber)
    {
        var program = programs[Caller.Of(request.HttpContext).Program];
        var (place, head) = await cards.LookByNumber(cardNumber, program.Id, request.Aborted());
        var memberId = head.Value.MemberId;
        return memberId is not null && await members.Find(memberId, request.Aborted()) is { } member
            ? Answer.Of(200, MemberAnswer.From(member, place.CardNumber, program.TermsOn(program.DateOf(clock.GetUtcNow()))), AnswerJson.Readable.MemberAnswer)
            : Problem.NotFound("member-unknown", "このカードには会員情報が登録されていません。");
    }
}
