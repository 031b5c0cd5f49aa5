using FsCheck;
using FsCheck.Fluent;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger;

/// <summary>What must hold after any history of one account. A failure prints the shrunk history and the seed to replay it.</summary>
public sealed class LedgerProperties
{
    private const int Histories = 300;

    /// <summary>One thing that happens: days after the one before it, reported some days late.</summary>
    private sealed record Happening(string Kind, int DaysLater, int DaysLate, int Thousands, int Target, bool Named)
    {
        public override string ToString() => $"+{DaysLater}d {Kind} {Thousands},500 yen of #{Target}{(DaysLate > 0 ? $" {DaysLate}d late" : "")}{(Named ? " named" : "")}";
    }

    public static TheoryData<string> Programs => ["kkr", "campaigns", "debt"];

    [Theory, MemberData(nameof(Programs))]
    public void TheEntries_AddUpToTheHead(string program) => ForAnyHistory(program, 1, (book, _) =>
    {
        Assert.Equal(book.Account.Holdings.Points, book.Entries.Sum(entry => entry.Points));
        Assert.Equal(book.Account.Version, book.Entries.Count);
        Assert.Equal(book.Entries.Count, book.Entries.Select(entry => entry.Id).Distinct().Count());
        var before = 0L;
        foreach (var entry in book.Entries)
        {
            Assert.Equal(before + entry.Points, entry.After.Points);
            before = entry.After.Points;
        }
    });

    [Theory, MemberData(nameof(Programs))]
    public void Lots_ArePositive_AndADebtStandsAlone(string program) => ForAnyHistory(program, 2, (book, _) =>
    {
        var held = book.Account.Holdings;
        Assert.All(held.Lots, lot => Assert.InRange(lot.Points, 1, long.MaxValue));
        Assert.Equal(held.Lots.Count, held.Lots.DistinctBy(lot => (lot.Kind, lot.ExpiresOn)).Count());
        Assert.InRange(held.Debt, 0, program == "debt" ? long.MaxValue : 0);
        Assert.True(held.Debt == 0 || held.Lots.Count == 0, "points and debt at once");
    });

    [Theory, MemberData(nameof(Programs))]
    public void TheMoves_Replay_ToTheHead(string program) => ForAnyHistory(program, 3, (book, today) =>
    {
        var held = book.Account.Holdings;
        var replayed = PastHoldings.On(today, book.Entries, Kkr.Joined, ProgramOf(program));
        Assert.Equal(held.Lots.OrderBy(lot => (lot.Kind, lot.ExpiresOn)), replayed.Lots.OrderBy(lot => (lot.Kind, lot.ExpiresOn)));
        Assert.Equal(held with { Lots = [] }, replayed with { Lots = held.Lots } with { Lots = [] });
    });

    [Theory, MemberData(nameof(Programs))]
    public void TheChain_Verifies(string program) =>
        ForAnyHistory(program, 4, (book, _) => Assert.Null(HashChain.FirstBroken(book.Entries, book.Account)), everyStep: false);

    [Theory, MemberData(nameof(Programs)), Clause("KKR-6.3")]
    public void SettlingTwice_IsSettlingOnce(string program) => ForAnyHistory(program, 5, (book, today) =>
    {
        foreach (var days in (int[])[0, 30, 400, 1_000])
        {
            var now = ProgramOf(program).StartOf(today.AddDays(days));
            var once = Settle.Due(book.Account, ProgramOf(program), now);
            Assert.Empty(Settle.Due(once.Account, ProgramOf(program), now).Entries);
            Assert.Equal(Settle.AsOf(book.Account.Holdings, today.AddDays(days)).Points, once.Account.Holdings.Points);
        }
    });

    [Theory, MemberData(nameof(Programs)), Clause("KKR-6.3"), Clause("KKR-16.1(3)"), Clause("KAMPO-5.1"), Clause("KEIO-4.3")]
    public void TheDaysInAHead_AreThoseOnWhichSomethingIsDue(string program) => ForAnyHistory(program, 10, (book, _) =>
    {
        var terms = ProgramOf(program);
        var due = DueDates.Of(book.Account, terms);
        DateTimeOffset Second(DateOnly? day, int before) => terms.StartOf(day ?? new DateOnly(2090, 1, 1)).AddSeconds(-before);

        Assert.Null(Lapse.Decide(book.Account, terms, Second(due.LapseOn, 1)));
        Assert.Equal(due.LapseOn is null, Lapse.Decide(book.Account, terms, Second(due.LapseOn, 0)) is null);
        Assert.Null(WithdrawDormant.Decide(book.Account, terms, Second(due.WithdrawalOn, 1)));
        Assert.Equal(due.WithdrawalOn is null, WithdrawDormant.Decide(book.Account, terms, Second(due.WithdrawalOn, 0)) is null);
    });

    [Theory, MemberData(nameof(Programs)), Clause("KKR-6.1")]
    public void AnAward_NeverMovesExpiryBack(string program) => ForAnyHistory(program, 6, (book, _) =>
    {
        for (var i = 1; i < book.Entries.Count; i++)
        {
            if (book.Entries[i].Kind is "award" or "redemption")
                Assert.False(book.Entries[i].After.ExpiresOn < book.Entries[i - 1].After.ExpiresOn);
        }
    }, everyStep: false);

    [Theory, MemberData(nameof(Programs)), Clause("KKR-5.2")]
    public void Corrections_NeverTakeMoreThanWasAwarded_NorGiveBackMoreThanWasRedeemed(string program) => ForAnyHistory(program, 7, (book, _) =>
    {
        foreach (var entry in book.Entries.Where(entry => entry.Kind is "award" or "redemption"))
        {
            var corrected = book.Entries.Where(e => e.Correction?.OperationId == entry.Id).Sum(e => e.Points);
            Assert.InRange(corrected * -long.Sign(entry.Points), 0, long.Abs(entry.Points));
        }
    });

    [Theory, MemberData(nameof(Programs)), Clause("KKR-6.3")]
    public void ASweepEveryTime_ChangesNothing(string program) => Check(program, 8, happenings =>
    {
        var unswept = Live(program, happenings, (_, _) => { });
        var swept = Live(program, happenings, (_, _) => { }, sweep: true);
        unswept.Sweep("2099-01-01");
        swept.Sweep("2099-01-01");

        Assert.Equal(unswept.Entries.Select(entry => (entry.Id, entry.Points)), swept.Entries.Select(entry => (entry.Id, entry.Points)));
        Assert.Equal(unswept.Account.Holdings with { Lots = [] }, swept.Account.Holdings with { Lots = unswept.Account.Holdings.Lots } with { Lots = [] });
    });

    [Theory, MemberData(nameof(Programs))]
    public void VoidedAtOnce_ItIsAsIfItHadNotHappened(string program) => ForAnyHistory(program, 9, (book, today) =>
    {
        var on = $"{today:yyyy-MM-dd} 23:00:00";
        book.Sweep(on);
        foreach (var undone in (Func<string, Decision>[])[id => book.Award(id, on, 7_000), id => book.Redeem(id, on, 1_000)])
        {
            var before = book.Account.Holdings;
            var id = $"undone-{book.Account.Version}";
            if (undone(id) is not Accepted)
                continue;
            book.Void($"v-{id}", on, id).ShouldBeAccepted();
            Assert.Equal((before.Points, before.Debt, before.ExpiresOn, before.LastActivityOn), (book.Account.Holdings.Points, book.Account.Holdings.Debt, book.Account.Holdings.ExpiresOn, book.Account.Holdings.LastActivityOn));
        }
    }, everyStep: false);

    private static void ForAnyHistory(string program, ulong seed, Action<Book, DateOnly> holds, bool everyStep = true) => Check(program, seed, happenings =>
    {
        var last = new DateOnly(2024, 2, 1);
        var book = Live(program, happenings, (book, today) =>
        {
            last = today;
            if (everyStep)
                holds(book, today);
        });
        holds(book, last);
    });

    private static void Check(string program, ulong seed, Action<IReadOnlyList<Happening>> holds)
    {
        var happening =
            from kind in Gen.Frequency((5, Gen.Constant("award")), (3, Gen.Constant("redeem")), (3, Gen.Constant("return")), (3, Gen.Constant("void")))
            from daysLater in Gen.Frequency((6, Gen.Choose(0, 20)), (1, Gen.Choose(100, 800)))
            from daysLate in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 30)))
            from thousands in Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Choose(1, 300)))
            from target in Gen.Choose(0, 9)
            from named in Gen.Elements(true, false)
            select new Happening(kind, daysLater, daysLate, thousands, target, named);
        var histories = Gen.ListOf(happening).Select(list => (IReadOnlyList<Happening>)[.. list]);
        var property = Prop.ForAll(
            Arb.From(histories, list => Enumerable.Range(0, list.Count).Select(gone => (IReadOnlyList<Happening>)[.. list.Where((_, i) => i != gone)])),
            (Action<IReadOnlyList<Happening>>)(list => holds(list)));
        FsCheck.Check.One(
            $"{program}, seed {seed}",
            Config.QuickThrowOnFailure.WithMaxTest(Histories).WithEndSize(30).WithReplay(new FsCheck.Replay(new Rnd(seed), null)).WithQuietOnSuccess(true),
            property);
    }

    private static Book Live(string program, IReadOnlyList<Happening> happenings, Action<Book, DateOnly> after, bool sweep = false)
    {
        var book = new Book(ProgramOf(program), Kkr.Fresh("union"));
        var today = new DateOnly(2024, 2, 1);
        for (var i = 0; i < happenings.Count; i++)
        {
            var it = happenings[i];
            today = today.AddDays(it.DaysLater);
            if (sweep)
                book.Sweep($"{today:yyyy-MM-dd} 00:00:00");
            var now = $"{today:yyyy-MM-dd}";
            var happened = $"{today.AddDays(-it.DaysLate):yyyy-MM-dd}";
            var targets = book.Entries.Where(entry => entry.Kind is "award" or "redemption").ToList();
            var target = targets.Count == 0 ? "nothing" : targets[^(it.Target % targets.Count + 1)].Id;
            _ = it.Kind switch
            {
                "award" => book.Award($"op-{i}", happened, it.Thousands * 1_000 + 500, now, it.Named ? ["spring", "specialAddition"] : []),
                "redeem" => book.Redeem($"op-{i}", happened, (it.Thousands % 4 + 1) * 1_000, now),
                "return" => book.Return($"op-{i}", now, target, it.Named ? null : it.Thousands * 500 + 1),
                _ => book.Void($"op-{i}", now, target),
            };
            after(book, today);
        }

        return book;
    }

    private static Program ProgramOf(string name) => name switch
    {
        "kkr" => Kkr.Program,
        "campaigns" => ManyCampaigns,
        _ => Debt,
    };

    private static readonly Program ManyCampaigns = Kkr.With(terms => terms with
    {
        Award = terms.Award with
        {
            Campaigns =
            [
                .. terms.Award.Campaigns,
                Kkr.Spring,
                Kkr.Spring with { Kind = "long", OnRequest = false, ExpiresOn = new Rule<DateOnly>(new DateOnly(2026, 12, 31), "KKR-6.2") },
            ],
        },
    });

    private static readonly Program Debt = ManyCampaigns with { Versions = [ManyCampaigns.Versions[0] with { NegativeBalance = new Rule<bool>(true, "KEIO-9") }] };
}
