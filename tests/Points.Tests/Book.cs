using Points.Ledger;
using Points.Programs;

namespace Points.Tests;

/// <summary>One account lived through: every accepted decision becomes its new head and more of its entries.</summary>
internal sealed class Book(Program program, Account account, string facility = "tokyo", string department = "lodging")
{
    private readonly List<Entry> entries = [];

    public Book()
        : this(Kkr.Program, Kkr.Fresh())
    {
    }

    /// <summary>A book that begins with the issue of its card.</summary>
    public Book(Program program, Accepted issued, string facility, string department)
        : this(program, issued.After, facility, department) => entries.AddRange(issued.Entries);

    public Account Account { get; private set; } = account;

    public IReadOnlyList<Entry> Entries => entries;

    public string Card => Account.Cards[0].Number;

    public Decision Award(string id, string when, long amountYen, string? recorded = null, params string[] campaigns) =>
        Award(id, when, Kkr.Bought(amountYen, campaigns), recorded);

    public Decision Award(string id, string when, Purchase purchase, string? recorded = null, string? at = null) =>
        Take(Points.Ledger.Award.Decide(Account, purchase, Operation(id, when, recorded, at), program));

    public Decision Redeem(string id, string when, long points, string? recorded = null) =>
        Redeem(id, when, new Redemption(points, points), recorded: recorded);

    public Decision Redeem(string id, string when, Redemption asked, string? at = null, string? recorded = null) =>
        Take(Points.Ledger.Redeem.Decide(Account, asked, Operation(id, when, recorded, at), program));

    public Decision Return(string id, string when, string awardId, long? yen = null, string receipt = "R-1") =>
        Take(Points.Ledger.Return.Decide(Account, new GoodsReturn(awardId, receipt, yen), Operation(id, when), program, new History(entries)));

    public Decision Void(string id, string when, string targetId) =>
        Take(Points.Ledger.Void.Decide(Account, targetId, Operation(id, when), program, new History(entries)));

    public Accepted? Sweep(string when)
    {
        var due = Lapse.Decide(Account, program, Kkr.Instant(when));
        if (due is not null)
            Take(due.After, due.Entries);
        return due;
    }

    public Balance Balance(string asOf) => Of(Account.Holdings, asOf);

    public Balance PastBalance(string asOf) =>
        Of(PastHoldings.On(Kkr.Day(asOf)!.Value, entries, Account.JoinedOn, program), asOf);

    private Balance Of(Holdings holdings, string asOf) =>
        Points.Ledger.Balance.Of(holdings, Card, Account.Cards[0].Status, program, Kkr.Day(asOf)!.Value);

    private Operation Operation(string id, string when, string? recorded = null, string? at = null) =>
        Kkr.On(when, at ?? department, facility, id, recorded) with { CardNumber = Card };

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
