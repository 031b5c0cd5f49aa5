using Functions.Ledger;
using Functions.Mail;
using Functions.Store;
using Functions.Tests.Mail;
using Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Points.Ledger;

namespace Functions.Tests.Members;

/// <summary>The store goes away at each step of a registration and stays away; the same request again completes what was begun.</summary>
public sealed class RegistrationFaultTests : IAsyncLifetime
{
    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AForm(bool lastAnswerIsLost)
    {
        var runs = await EachStep(lastAnswerIsLost, async (run, email) =>
        {
            var card = await app.Card();
            return () => app.Register(card, Person.Form(email), $"form-{run}");
        });

        await Counts(members: runs, cards: runs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnIssueWithAHolder(bool lastAnswerIsLost)
    {
        var runs = await EachStep(lastAnswerIsLost, (run, email) => Task.FromResult<Func<Task<Reply>>>(() =>
            app.Post("api/programs/kkr/cards", new { medium = "nfc", chipId = $"chip-{run}", holder = Person.Form(email) }, $"issue-{run}", Person.Front)));

        await Counts(members: runs, cards: runs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnIssueByRegistrationCode(bool lastAnswerIsLost)
    {
        var runs = await EachStep(lastAnswerIsLost, async (run, email) =>
        {
            var code = (string)(await app.RegistrationCode(await app.Cardless(email))).Json["registrationCode"]!;
            return () => app.IssueBy(code, $"issue-{run}");
        });

        await Counts(members: runs, cards: runs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARegistrationOnline_AndItsConfirmation(bool lastAnswerIsLost)
    {
        var runs = await EachStep(lastAnswerIsLost, (run, email) => Task.FromResult<Func<Task<Reply>>>(() => app.RegisterOnline(email, $"online-{run}")));

        await Counts(members: runs, cards: 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARegistrationCode(bool lastAnswerIsLost)
    {
        var runs = await EachStep(lastAnswerIsLost, async (run, email) =>
        {
            var member = await app.Cardless(email);
            return () => app.RegistrationCode(member, $"code-{run}");
        });

        await Counts(members: runs, cards: 0);
    }

    /// <summary>From the n-th store call on nothing is done, for every n until a request needs fewer calls; returns how many requests that were.</summary>
    private async Task<int> EachStep(bool lastAnswerIsLost, Func<int, string, Task<Func<Task<Reply>>>> prepare)
    {
        for (var at = 1; ; at++)
        {
            var email = Person.NewAddress();
            var request = await prepare(at, email);
            var seen = 0;
            app.Cosmos.Faults.OnRequest = call => call.Container == "leases" ? null : Interlocked.Increment(ref seen) switch
            {
                var n when n < at => null,
                var n when n == at && lastAnswerIsLost => Fault.DropAfterCommit(),
                _ => Gone(call.Kind),
            };
            var first = await request();
            app.Cosmos.Faults.OnRequest = null;
            var again = await request();

            Assert.True(again.Status is 201 or 202, $"{at}: {again.Status} {again.Body}");
            if (first.Status != 503)
                Assert.Equal((again.Status, again.Body), (first.Status, first.Body));
            // A letter that was in somebody's hands when the store went away is free again after a minute.
            app.Clock.Set(app.Clock.GetUtcNow() + Delivery.ClaimLasts + TimeSpan.FromSeconds(1));
            await app.RunSender();
            Assert.Single(await app.Mails(email));
            if (seen < at)
                return at;
        }
    }

    /// <summary>Where the app can tell, it does not try again: what that leaves is what a dead process leaves.</summary>
    private static Fault Gone(RequestKind kind) => kind == RequestKind.Batch ? Fault.UnavailableBefore() : new Fault { Status = 403 };

    private async Task Counts(int members, int cards)
    {
        var store = app.Services.GetRequiredService<CosmosStore>();
        var people = await store.Members.Query(new QueryDefinition("SELECT * FROM c"), partition: null, StoreJson.Readable.Member, CancellationToken.None);
        var heads = await store.Accounts.Query(new QueryDefinition("SELECT * FROM c WHERE c.type = 'account'"), partition: null, LedgerJson.Readable.Account, CancellationToken.None);

        Assert.Equal((members, cards), (people.Count, heads.Count));
        Assert.Equal(people.Select(person => person.MemberId).Where(id => cards > 0).Order(StringComparer.Ordinal), heads.Select(head => head.MemberId!).Order(StringComparer.Ordinal));
        Assert.All(people, person => Assert.Null(person.UnclaimedOn));
        foreach (var head in heads)
            Assert.Null(HashChain.FirstBroken((await app.Services.GetRequiredService<AccountStore>().History(head.AccountId, CancellationToken.None)).Entries, head));
    }
}
