using Functions.Ledger;
using Functions.Members;
using Functions.Operations;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.Mail;

/// <summary>Queues the warnings of one account, each once: its id says which account, which expiry date and which notice.</summary>
public sealed class ExpiryWarnings(AccountStore accounts, MemberStore members, PostRoom post)
{
    public async Task<CommitOutcome?> Queue(DueHead head, CancellationToken cancellation)
    {
        var account = head.Account;
        if (!(Warn.NextOn(account, head.Program) <= head.Today))
            return null;
        if (await members.Find(account.MemberId!, cancellation) is { MyPageOpen: true })
        {
            foreach (var warning in Warn.Due(account, head.Program, head.Today))
                await post.Add(Letter(warning, head), cancellation);
        }

        // Last: a run that dies before this queues the same ids again, which changes nothing. Also where nobody is to be told, or every
        // night would read the account until its points end.
        return await accounts.Write([], account with { WarnedThrough = head.Today }, head.ETag, cancellation);
    }

    private static QueuedLetter Letter(ExpiryWarning warning, DueHead head) => new()
    {
        Id = $"warn-{head.Account.AccountId}-{warning.ExpiresOn:yyyy-MM-dd}-{warning.DueOn:yyyy-MM-dd}",
        Program = head.Program.Id,
        MemberId = head.Account.MemberId!,
        AccountId = head.Account.AccountId,
        Number = head.Account.Version,
        Letter = "expiry-warning",
        Facts = new Dictionary<string, string>
        {
            ["program"] = head.Program.Name,
            ["card"] = CardNumber.Masked(head.Account.Cards.First(card => card.Status != CardStatus.Retired).Number),
            ["points"] = $"{warning.Points:N0}",
            ["expiresOn"] = Calendar.InJapanese(warning.ExpiresOn),
        },
        Urgency = LetterUrgency.Notice,
        QueuedAt = head.Now,
        NextTryAt = head.Now,
    };
}
