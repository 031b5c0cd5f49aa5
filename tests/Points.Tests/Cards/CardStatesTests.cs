using System.Text;
using Points.Cards;
using Points.Ledger;

namespace Points.Tests.Cards;

/// <summary>Every action in every state, as a table in the docs: POINTS_WRITE_DOCS=1 writes it, otherwise it must be what the code does.</summary>
public sealed class CardStatesTests
{
    private const string NewNumber = "4101000000000026";
    private static readonly MemberFacts Registered = new(MyPageOpen: true, DataComplete: true);

    private static readonly (string Name, Func<Account> Account)[] States =
    [
        ("active", () => Kkr.Account(2_630)),
        ("lost", () => In(CardStatus.Suspended, CardEnd.Lost)),
        ("stolen", () => In(CardStatus.Suspended, CardEnd.Stolen)),
        ("suspicion", () => In(CardStatus.Suspended, CardEnd.Suspicion)),
        ("retired", () => In(CardStatus.Retired, CardEnd.Reissued)),
        ("returned", () => In(CardStatus.Retired, CardEnd.Returned)),
        ("dormant six months", () => Kkr.Account(0, expiresOn: "2023-08-31", activeOn: "2021-08-01")),
    ];

    private static readonly (string Name, Func<Account, Decision> Decide)[] Actions =
    [
        ("award", account => Award.Decide(account, Kkr.Bought(1_000), At, Kkr.Program)),
        ("redeem", account => Redeem.Decide(account, new Redemption(1_000, 1_000), At, Kkr.Program)),
        ("report lost", account => Suspend.Decide(account, CardEnd.Lost, identityConfirmed: true, Registered, At, Kkr.Program)),
        ("report stolen", account => Suspend.Decide(account, CardEnd.Stolen, identityConfirmed: true, Registered, At, Kkr.Program)),
        ("block", account => Suspend.Decide(account, CardEnd.Suspicion, identityConfirmed: true, Registered, At, Kkr.Program)),
        ("resume", account => Resume.Decide(account, identityConfirmed: true, At, Kkr.Program)),
        ("reissue for loss", account => Reissue.Decide(account, new ReissueRequest(CardEnd.Lost, AtFault: false, IdentityConfirmed: true, NewNumber), Registered, At, Kkr.Program)),
        ("reissue for damage", account => Reissue.Decide(account, new ReissueRequest(null, AtFault: false, IdentityConfirmed: true, NewNumber), Registered, At, Kkr.Program)),
        ("renew scan token", account => RenewScanToken.Decide(account, At, Kkr.Program)),
        ("recall, nfc", account => Recall.Decide(account, At, Kkr.Program)),
        ("recall, qr", account => Recall.Decide(account with { Cards = [account.Cards[0] with { Medium = "qr" }] }, At, Kkr.Program)),
        ("withdraw", account => Withdraw.Decide(account, At, Kkr.Program)),
        ("forfeit", account => Forfeit.Decide(account, At, Kkr.Program)),
    ];

    private static Operation At => Kkr.On("2024-03-01");

    [Fact]
    public void TheTableInTheDocs_IsWhatTheCodeDoes()
    {
        var path = Path.Combine(Root(AppContext.BaseDirectory), "docs", "card-states.md");
        var table = Table();
        if (Environment.GetEnvironmentVariable("POINTS_WRITE_DOCS") == "1")
            File.WriteAllText(path, table);

        Assert.Equal(File.ReadAllText(path), table);
    }

    private static string Table()
    {
        var text = new StringBuilder("""
            # What may be done with a card

            Generated from the decisions for a KKR card whose member has My Page open with complete data (`POINTS_WRITE_DOCS=1` and the tests of `points`).
            A cell is the state after the action, or the refusal with its clause. *Dormant*: the points lapsed six months ago, whether or not a sweep has run.


            """.ReplaceLineEndings("\n"));
        text.Append("| action |").AppendJoin('|', States.Select(state => $" {state.Name} ")).Append("|\n|---|").AppendJoin('|', States.Select(_ => "---")).Append("|\n");
        foreach (var (name, decide) in Actions)
            text.Append($"| {name} |").AppendJoin('|', States.Select(state => $" {Cell(decide(state.Account()))} ")).Append("|\n");
        return text.ToString();
    }

    private static string Cell(Decision decision) => decision switch
    {
        Refused refused => $"`{refused.Code}` {string.Join(' ', refused.Clauses)}",
        Accepted accepted => $"**{StateOf(accepted.After)}**",
        _ => "?",
    };

    private static string StateOf(Account account)
    {
        var card = account.Card(Kkr.Card)!;
        var state = card.Status == CardStatus.Suspended ? card.Why!.Value.ToString().ToLowerInvariant() : card.Status.ToString().ToLowerInvariant();
        return account.Cards.Count > 1 ? $"{state}, new card active" : state;
    }

    private static Account In(CardStatus status, CardEnd why)
    {
        var account = Kkr.Account(2_630);
        return account with { Cards = [account.Cards[0] with { Status = status, Why = why }] };
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Functions.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
