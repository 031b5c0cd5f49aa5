using Points.Ledger;
using Points.Programs;

namespace Points.Tests;

/// <summary>One account lived through: every accepted decision becomes its new head and more of its entries.</summary>
internal sealed class Book(Program program, Account account)
{
    private readonly List<Entry> entries = [];

    public Book()
        : this(Kkr.Program, Kkr.Fresh())
    {
    }

    public Account Account { get; private set; } = account;

    public IReadOnlyList<Entry> Entries => entries;

    public Decision Award(string id, string when, long amountYen, string? recorded = null, params string[] campaigns) =>
        Award(id, when, Kkr.Bought(amountYen, campaigns), recorded);

    public Decision Award(string id, string when, Purchase purchase, string? recorded = null) =>
        Take(Points.Ledger.Award.Decide(Account, purchase, Kkr.On(when, id: id, recorded: recorded), program));

    public Decision Redeem(string id, string when, long points, string? recorded = null) =>
        Take(Points.Ledger.Redeem.Decide(Account, new Redemption(points, points), Kkr.On(when, id: id, recorded: recorded), program));

    public Decision Return(string id, string when, string awardId, long? yen = null, string receipt = "R-1") =>
        Take(Points.Ledger.Return.Decide(Account, new GoodsReturn(awardId, receipt, yen), Kkr.On(when, id: id), program, new History(entries)));

    public Decision Void(string id, string when, string targetId) =>
        Take(Points.Ledger.Void.Decide(Account, targetId, Kkr.On(when, id: id), program, new History(entries)));

    public Posting? Sweep(string when)
    {
        var due = Lapse.Decide(Account, program, Kkr.Instant(when));
        if (due is not null)
            Take(due.Account, due.Entries);
        return due;
    }

    public Balance Balance(string asOf) => Kkr.Balance(Account, asOf, program);

    public Balance PastBalance(string asOf) =>
        Points.Ledger.Balance.Of(PastHoldings.On(Kkr.Day(asOf)!.Value, entries, Account.JoinedOn, program), Kkr.Card, Account.Cards[0].Status, program, Kkr.Day(asOf)!.Value);

    private Decision Take(Decision decision)
    {
        if (decision is Accepted accepted)
            Take(accepted.After, accepted.Entries);
        return decision;
    }

    private void Take(Account after, IReadOnlyList<Entry> added)
    {
        Account = after;
        entries.AddRange(added);
    }
}
