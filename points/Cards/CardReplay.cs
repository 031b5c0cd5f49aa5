using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>What each entry did to the cards of an account and to who holds it.</summary>
internal static class CardReplay
{
    public static Account Opened(Entry issue, Program program) => issue.Issued is not { NewNumber: null } said
        ? throw new InvalidOperationException($"{issue.AccountId} does not begin with the issue of a card.")
        : new Account
        {
            AccountId = issue.AccountId,
            Program = program.Id,
            Cards = [new Card(issue.CardNumber, said.Medium, CardStatus.Active, said.IssuedOn)],
            MemberClass = said.MemberClass,
            HolderKind = said.HolderKind,
            MemberId = said.MemberId,
            CardType = said.CardType,
            JoinedOn = said.JoinedOn ?? said.IssuedOn,
            AcceptedTerms = issue.TermsVersion,
            Holdings = Holdings.None,
        };

    /// <param name="taken">The accounts that the entry took over.</param>
    public static Account After(Account before, Entry entry, IReadOnlyList<Account> taken) => entry switch
    {
        { Ended: { } ended } => End(before, entry, ended),
        { Kind: EntryKind.Issue, Issued: { } said } => Added(before, said),
        { Kind: EntryKind.Reissue, Issued: { } said } => Added(before.With(CardOf(before, entry).Retired(CardEnd.Reissued)), said),
        { Kind: EntryKind.Suspension, SuspendedFor: { } why } => before.With(CardOf(before, entry).Suspended(why)),
        { Kind: EntryKind.Resumption } => before.With(CardOf(before, entry).Resumed()),
        { Kind: EntryKind.Member, Member: { } change } => before with { MemberId = change.MemberId },
        { Kind: EntryKind.Erasure } => before with { MemberId = null, ErasureDueOn = null },
        { Kind: EntryKind.Moved, Merged.IsLink: false } => before.AllMerged(),
        { Kind: EntryKind.Merge or EntryKind.Link, Merged: { Cards: { } cards } merged } => Joined(before, taken, new MergePlan(entry.Kind, cards, merged.Attempt)),
        _ => before,
    };

    private static Account End(Account before, Entry entry, Ended ended)
    {
        var after = before with
        {
            Cards = [.. before.Cards.Select(card => ended.Cards?.Contains(card.Number) == false ? card : card.Retired(CardEnd.Ended))],
        };
        return after.Cards.Any(card => card.Status != CardStatus.Retired)
            ? after
            : after with { EndedAt = entry.RecordedAt, ErasureDueOn = ended.ErasureDueOn };
    }

    private static Account Added(Account before, Issued said) =>
        before with { Cards = [.. before.Cards, new Card(said.NewNumber!, said.Medium, CardStatus.Active, said.IssuedOn)] };

    private static Account Joined(Account before, IReadOnlyList<Account> taken, MergePlan plan) =>
        plan.Cards.All(card => taken.Prepend(before).Any(account => account.Card(card) is not null))
            ? MergeIn.Joined(before, taken, plan)
            : throw new InvalidOperationException($"Entries of an account that {before.AccountId} took over are missing.");

    private static Card CardOf(Account account, Entry entry) =>
        account.Card(entry.CardNumber) ?? throw new InvalidOperationException($"{account.AccountId} has no card of entry {entry.Number}.");
}
