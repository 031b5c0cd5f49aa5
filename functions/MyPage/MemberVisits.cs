using System.Buffers.Text;
using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Functions.Programs;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.MyPage;

/// <summary>A card of the member, in the account that it is in now.</summary>
/// <param name="Handle">Names the card in addresses; it says nothing of the number.</param>
public sealed record HeldCard(Account Account, Card Card, string Handle, Balance Balance)
{
    public bool IsLive => Balance.Status != CardStatus.Retired;
}

/// <summary>What pages of a signed-in member know.</summary>
/// <param name="Cards">Every card that is or was the member's, those that work first.</param>
public sealed record MemberVisit(Visit Visit, Program Program, Terms Terms, Member Member, DateTimeOffset Now, IReadOnlyList<HeldCard> Cards)
{
    public string Home => $"/mypage/{Program.Id}";

    public IReadOnlyList<string> Missing => Member.Missing(Terms);

    public MemberFacts Facts => new(Member.MyPageOpen, Missing.Count == 0);

    public DateOnly Today => Program.DateOf(Now);

    /// <summary>Whether the member may get one more card by a registration code.</summary>
    public bool MayAddCard => Terms.Cards.RegistrationCodes is not null && Member.ForfeitedAt is null
        && Cards.All(card => OneCard.Refuse(card.Account, Terms, Today) is null);

    public IEnumerable<HeldCard> LiveCards => Cards.Where(card => card.IsLive);

    /// <exception cref="ProblemException">404 when the member has no such card.</exception>
    public HeldCard Card(string handle) => Cards.FirstOrDefault(card => card.Handle == handle)
        ?? throw new ProblemException(Problem.NotFound("card-unknown", "このカードは登録されていません。"));

    public string AddressOf(HeldCard card, string rest = "") => $"{Home}/cards/{card.Handle}{rest}";

    /// <summary>A page with the member's menu.</summary>
    public Page Page(string title, Html body) => new(Visit, title, body)
    {
        Menu = Html.Of($"""
            <a href="{Home}">{Visit["マイページ", "My Page"]}</a>{Form.Of(Visit, $"{Home}/logout", Html.Of($"<button>{Visit["ログアウト", "Sign out"]}</button>"))}
            """),
    };
}

/// <summary>Reads the member's cards as they are now.</summary>
public sealed class MemberVisits(AccountStore accounts, ScanTokens tokens, LedgerStore ledger, ProgramCatalogue programs)
{
    public async Task<MemberVisit> Open(HttpRequest request, CancellationToken cancellation)
    {
        var member = MemberSession.Of(request.HttpContext).Member;
        var program = programs[member.Program];
        var now = ledger.Now(program);
        List<HeldCard> cards = [];
        foreach (var accountId in member.Accounts)
        {
            // The heads have the last word: an account may have gone to another member, or into another account.
            if (await accounts.Head(accountId, cancellation) is { Value: var account } && account.MemberId == member.MemberId)
                cards.AddRange(account.Cards.Select(card => Held(account, card, program, program.DateOf(now))));
        }

        return new MemberVisit(
            Visit.Of(request, program), program, program.TermsOn(program.DateOf(now)), member, now,
            [.. cards.OrderBy(card => card.Balance.Status).ThenByDescending(card => card.Card.IssuedOn)]);
    }

    private HeldCard Held(Account account, Card card, Program program, DateOnly today) =>
        new(account, card, HandleOf(card.Number), Balance.Of(account.Holdings, card.Number, card.Status, program, today));

    private string HandleOf(string cardNumber) => Base64Url.EncodeToString(tokens.Derive($"handle|{cardNumber}").AsSpan(0, 9));
}
