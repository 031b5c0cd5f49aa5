using Functions.Cards;
using Functions.Ledger;
using Functions.Members;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.Mail;

/// <summary>The facts of a letter that tells a member every card with balance and expiry (KKR-10), as they are now.</summary>
public sealed class BalanceLetter(AccountStore accounts, CardAccounts cards, TimeProvider clock)
{
    /// <summary>Null when the member has no card any more.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> Facts(Member member, Program program, CancellationToken cancellation)
    {
        var now = ProgramTime.Now(clock, program);
        var shown = new List<string>();
        foreach (var account in await AccountsOf(member, cancellation))
        {
            // Cards that share an account share its balance: they are listed together, and it once.
            var balances = account.Cards.Where(card => card.Status != CardStatus.Retired)
                .Select(card => Balance.Of(account.Holdings, card.Number, card.Status, program, program.DateOf(now)))
                .Where(balance => balance.Status != CardStatus.Retired).ToList();
            if (balances.Count > 0)
                shown.Add(string.Join('\n', Lines(balances, program)));
        }

        return shown.Count == 0 ? null : new Dictionary<string, string>
        {
            ["asOf"] = $"{now:yyyy年M月d日 HH:mm}",
            ["cards"] = string.Join("\n\n", shown),
        };
    }

    private static IEnumerable<string> Lines(List<Balance> balances, Program program) =>
    [
        program.Name,
        .. balances.Select(balance => $"カード {CardNumber.Masked(balance.CardNumber)}{(balance.Status == CardStatus.Suspended ? "（利用停止中）" : "")}"),
        $"残高 {balances[0].Points:N0} P{(balances.Count > 1 ? "（共有）" : "")}",
        .. balances[0].Pending > 0 ? [$"加算予定 {balances[0].Pending:N0} P"] : Array.Empty<string>(),
        balances[0].LapsedOn is { } lapsedOn ? $"失効日 {Calendar.InJapanese(lapsedOn)}" : $"有効期限 {Calendar.InJapanese(balances[0].ExpiresOn)}",
    ];

    /// <summary>Each account once, where links have led them; one in the middle of a merge is waited for as any reader does.</summary>
    private async Task<IReadOnlyCollection<Account>> AccountsOf(Member member, CancellationToken cancellation)
    {
        Dictionary<string, Account> found = [];
        foreach (var accountId in member.Accounts)
        {
            var head = await accounts.Head(accountId, cancellation);
            while (head?.Value.MovedTo is { } into)
                head = await accounts.Head(into, cancellation);
            if (head?.Value is not { } account || account.MemberId != member.MemberId || account.Cards.FirstOrDefault(card => card.Status != CardStatus.Retired) is not { } card)
                continue;
            if (account.FrozenBy is not null)
                account = (await cards.LookByNumber(card.Number, account.Program, cancellation)).Head.Value;
            found.TryAdd(account.AccountId, account);
        }

        return found.Values;
    }
}
