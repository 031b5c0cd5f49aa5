using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;

namespace Functions.Members;

/// <summary>A member found, one line per card that still works; enough to ask for the card.</summary>
public sealed record FoundMember(string MemberId, string? CardNumber, string? Name);

/// <summary>Finds members by exact keys alone: who does not know the whole address, number or card finds nobody.</summary>
public sealed class SearchMembersFunction(MemberStore members, MemberKeys keys, CardAccounts cards, AccountStore accounts)
{
    [Function("SearchMembers"), Access(Role.Front)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/members/search")] HttpRequest request)
    {
        var program = Caller.Of(request.HttpContext).Program;
        var fields = (await RequestBody.Read(request, request.Aborted())).Fields;
        var (email, phone, cardNumber) = (fields.OptionalText("email", EmailAddress.MaxLength), fields.OptionalText("phone", maxLength: 20), fields.OptionalText("cardNumber"));
        if (new[] { email, phone, cardNumber }.Count(key => key is not null) != 1)
            fields.Wrong("email", "send exactly one of email, phone, cardNumber", 0);
        fields.ThrowIfWrong();

        var ids = email is not null ? await ByEmail(email, program, request.Aborted())
            : phone is not null ? await keys.MembersAt(keys.PhoneKey(program, phone), request.Aborted())
            : await ByCard(cardNumber!, program, request.Aborted());
        List<FoundMember> found = [];
        foreach (var id in ids)
        {
            // A key may outlive what it was made of for a moment: the member has the last word.
            if (await members.Find(id, request.Aborted()) is { } member && (phone is null || member.Phone is { } own && keys.PhoneKey(program, own) == keys.PhoneKey(program, phone)))
                found.AddRange(await Lines(member, request.Aborted()));
        }

        return Answer.Of<IReadOnlyList<FoundMember>>(200, found, AnswerJson.Readable.IReadOnlyListFoundMember);
    }

    private async Task<IReadOnlyList<string>> ByEmail(string email, string program, CancellationToken cancellation) =>
        EmailAddress.IsWellFormed(email) && await keys.Find(keys.EmailKey(program, email), cancellation) is { } key ? [key.Value.MemberId] : [];

    private async Task<IReadOnlyList<string>> ByCard(string cardNumber, string program, CancellationToken cancellation)
    {
        try
        {
            return (await cards.LookByNumber(cardNumber, program, cancellation)).Head.Value.MemberId is { } id ? [id] : [];
        }
        catch (ProblemException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<FoundMember>> Lines(Member member, CancellationToken cancellation)
    {
        List<FoundMember> lines = [];
        foreach (var accountId in member.Accounts)
        {
            if (await accounts.Head(accountId, cancellation) is { Value: var account } && account.MemberId == member.MemberId)
                lines.AddRange(account.Cards.Where(card => card.Status != CardStatus.Retired).Select(card => Line(member, CardNumber.Masked(card.Number))));
        }

        return lines.Count > 0 ? lines : [Line(member, null)];
    }

    private static FoundMember Line(Member member, string? cardNumber) => new(member.MemberId, cardNumber, Masked.Name(member.Name));
}
