using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>
/// Ends every card of a member by decision of the operator (KKR-16.1, 16.2): of the account it was asked for, and of each other one that
/// the member has. The reason is not part of it: it is disclosed to nobody (KKR-16.4).
/// </summary>
public static class Forfeit
{
    /// <summary>The id of the entry by which another account of the member ends.</summary>
    public static string AlongId(string accountId, string operationId) => $"forfeiture:{accountId}:{operationId}";

    /// <summary>True where the terms end all cards of the member, and not those of one account alone.</summary>
    public static bool EndsEveryCard(Operation operation, Program program) =>
        program.TermsOn(operation.OccurredOn(program)).Membership.Forfeiture.Is;

    /// <param name="attempt">Tells the answer of the request that did it from a replay.</param>
    public static Decision Decide(Account account, Operation operation, Program program, string? attempt = null)
    {
        var (settled, card, refused) = CardDecision.OpenToEnd(account, operation, program);
        return card is null ? refused! : End(settled, operation, program, attempt);
    }

    /// <summary>Another account of the member; null when no card of it is left to end.</summary>
    /// <param name="operation">That of the first account.</param>
    public static Accepted? Along(Account account, string firstAccountId, Operation operation, Program program)
    {
        if (account.Cards.FirstOrDefault(card => card.Status != CardStatus.Retired) is not { } card)
            return null;
        var along = operation with { Id = AlongId(firstAccountId, operation.Id), CardNumber = card.Number, RequestHash = null };
        return End(Settle.Due(account, program, operation.RecordedAt), along, program, attempt: null);
    }

    private static Accepted End(Posting settled, Operation operation, Program program, string? attempt)
    {
        var terms = program.TermsOn(operation.OccurredOn(program));
        return Withdraw.End(
            settled, [.. settled.Account.Cards.Select(card => card.Number)], EntryKind.Forfeiture, terms.Membership.Forfeiture.Clause, "会員資格の喪失により", operation, terms, attempt);
    }
}
