using System.Text.Json;
using Points.Cards;
using Points.Ledger;
using Points.Members;
using Points.Programs;

namespace Points.Tests.Ledger;

/// <summary>The head is never more than a summary of its entries: cards, holder and dates come out of them again.</summary>
public sealed class ReplayTests
{
    private static readonly MemberFacts Registered = new(MyPageOpen: true, DataComplete: true);

    [Fact, Clause("KKR-12.3"), Clause("KKR-15.2"), Clause("KKR-15.3")]
    public void TheLifeOfACard_FromIssueToErasure()
    {
        var life = new Life(Kkr.Program, "one", "taro", new DateOnly(2024, 1, 10));
        life.Do("2024-02-01", (account, on) => Award.Decide(account, Kkr.Bought(200_000), on, Kkr.Program));
        life.Do("2024-02-02", (account, on) => Suspend.Decide(account, CardEnd.Suspicion, identityConfirmed: true, Registered, on, Kkr.Program));
        life.Do("2024-02-03", (account, on) => Resume.Decide(account, identityConfirmed: true, on, Kkr.Program));
        life.Do("2024-02-04", (account, on) => Suspend.Decide(account, CardEnd.Lost, identityConfirmed: true, Registered, on, Kkr.Program));
        life.Do("2024-02-05", (account, on) => Suspend.Decide(account, CardEnd.Stolen, identityConfirmed: true, Registered, on, Kkr.Program));
        life.Do("2024-02-06", (account, on) => Reissue.Decide(account, new ReissueRequest(CardEnd.Stolen, AtFault: false, IdentityConfirmed: true, "4101000000000091"), Registered, on, Kkr.Program));
        life.Do("2024-02-07", (account, on) => RegisterMember.Decide(account, new MemberChange("jiro", ["name"], [], MyPageOpen: false), on with { CardNumber = "4101000000000091" }, Kkr.Program));
        life.Do("2024-02-08", (account, on) => Withdraw.Decide(account, on with { CardNumber = "4101000000000091" }, Kkr.Program));
        life.Take(EraseMember.Decide(life.Account, Kkr.Program, Kkr.Instant("2024-08-08"))!);

        Assert.Equal([CardEnd.Reissued, CardEnd.Ended], life.Account.Cards.Select(card => card.Why));
        Assert.Equal((10, null), (life.Account.Version, life.Account.MemberId));
    }

    [Fact, Clause("KKR-11.2"), Clause("KKR-11.3"), Clause("KKR-16.2")]
    public void MergesOfLinkedCards_OneOfThemWithdrawn_AndAForfeiture()
    {
        var (one, two, three) = (new Life(Kkr.Program, "one", "taro"), new Life(Kkr.Program, "two", "taro"), new Life(Kkr.Program, "three", "taro"));
        foreach (var life in (Life[])[one, two, three])
            life.Do("2024-02-01", (account, on) => Award.Decide(account, Kkr.Bought(100_000), on, Kkr.Program));

        two.TakeOver("2024-03-01", EntryKind.Link, three);
        two.Do("2024-03-02", (account, on) => Withdraw.Decide(account, on, Kkr.Program));
        one.TakeOver("2024-03-03", EntryKind.Merge, two);
        one.Do("2024-03-04", (account, on) => Forfeit.Decide(account, on, Kkr.Program));

        Assert.Equal((0L, "two"), (one.Account.Holdings.Points, one.Account.Absorbed![^1]));
        Assert.Equal([CardEnd.Ended, CardEnd.Merged], two.Account.Cards.Select(card => card.Why));
        Assert.Throws<InvalidOperationException>(() => Points.Ledger.Replay.Head(two.Own, Kkr.Program));
    }

    [Fact, Clause("KEIO-4.1")]
    public void ACardWithItsFamilyCard()
    {
        var life = new Life(Shipped.Keio, "one", null, cardType: "keioVisa");
        life.Do("2024-02-01", (account, on) => IssueFamilyCard.Decide(account, new CardRequest("qr", account.MemberClass, account.HolderKind, CardType: "keioVisa"), "4201000000000017", on, Shipped.Keio));
        life.Do("2024-02-02", (account, on) => Award.Decide(account, Shipped.Bought(10_000), on with { Department = "travel", Facility = "shinjuku", CardNumber = "4201000000000017" }, Shipped.Keio));
        life.Do("2024-03-02", (account, on) => Withdraw.Decide(account, on with { CardNumber = "4201000000000017" }, Shipped.Keio));

        Assert.Equal([CardStatus.Active, CardStatus.Retired], life.Account.Cards.Select(card => card.Status));
        Assert.Equal("keioVisa", life.Account.CardType);
    }

    /// <summary>An account with its entries and those of the accounts it took over; after each step the head is rebuilt.</summary>
    private sealed class Life
    {
        private readonly Program program;
        private readonly List<Entry> history = [];
        private int operations;

        public Life(Program program, string accountId, string? memberId, DateOnly? joinedOn = null, string? cardType = null)
        {
            this.program = program;
            var number = $"41010000000000{accountId.Length}{accountId[1] % 10}";
            var asked = new CardRequest("qr", program.Versions[0].Cards.MemberClasses.Is[0], "individual", joinedOn, new DateOnly(1980, 5, 10), cardType, memberId);
            Take(Issue.Decide(accountId, asked, Kkr.On("2024-01-20", id: "issue") with { CardNumber = number }, program).ShouldBeAccepted());
        }

        public Account Account { get; private set; } = null!;

        public IReadOnlyList<Entry> Own => [.. history.Where(entry => entry.AccountId == Account.AccountId)];

        public void Do(string when, Func<Account, Operation, Decision> decide) =>
            Take(decide(Account, On(when)).ShouldBeAccepted());

        public void Take(Accepted accepted)
        {
            history.AddRange(accepted.Entries);
            Became(accepted.After);
        }

        public void TakeOver(string when, string kind, Life other)
        {
            var plan = new MergePlan(kind, [Account.Cards[0].Number, other.Account.Cards.First(card => card.Status == CardStatus.Active).Number], "x");
            var operation = On(when);
            var left = MergeOut.Decide(other.Account, plan, Account.AccountId, operation, program);
            var arrived = MergeIn.Decide(Account, [(left.After, left.Main)], plan, operation, program);
            other.history.AddRange(left.Entries);
            other.Became(MergeOut.Close(left.After, plan.IsLink, Account.AccountId));
            history.AddRange(other.history);
            Take(arrived);
        }

        private void Became(Account head)
        {
            Account = head;
            Assert.Equal(Json(head), Json(Points.Ledger.Replay.Head(history, program)));
        }

        private Operation On(string when) => Kkr.On(when, id: $"op-{++operations}") with { CardNumber = Account.Cards[0].Number };

        private static string Json(Account account) => JsonSerializer.Serialize(account, LedgerJson.Readable.Account);
    }
}
