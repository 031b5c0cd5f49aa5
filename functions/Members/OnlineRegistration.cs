using System.Buffers.Text;
using Functions.Cards;
using Functions.Ledger;
using Functions.Store;
using Points.Ledger;
using Points.Programs;

namespace Functions.Members;

/// <summary>That a request was made, whatever came of it: a repetition is known as one, and what it is told says nothing about the address.</summary>
/// <param name="Attempt">Tells our own lost answer from a repetition.</param>
public sealed record OnlineRequest(string Id, string Key, string RequestHash, string Attempt, int Ttl);

public enum OnlineOutcome { Mailed, MailedBefore, Conflict }

/// <summary>
/// A person registers on the web before having any card: data, then the address by a mailed code, then a registration code at the front
/// (KKR-P-cards). Whoever has the address already gets a mail that says so; the one who asks is told the same in every case.
/// </summary>
public sealed class OnlineRegistration(
    CosmosStore store, MemberStore members, Registration registration, ConfirmationMail mail, ScanTokens tokens, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    public async Task<OnlineOutcome> Run(PersonData data, Program program, string operationId, string bodyHash, CancellationToken cancellation)
    {
        var id = $"online:{program.Id}:{operationId}";
        var mine = new OnlineRequest(id, id, tokens.RequestHash(bodyHash), Guid.NewGuid().ToString("N"), (int)Remembered.TotalSeconds);
        var known = mine;
        if (!await store.Lookups.TryCreate(mine, id, StoreJson.Readable.OnlineRequest, cancellation))
            known = (await store.Lookups.Find(id, id, StoreJson.Readable.OnlineRequest, cancellation))?.Value ?? mine;
        if (known.RequestHash != mine.RequestHash)
            return OnlineOutcome.Conflict;

        var now = ProgramTime.Now(clock, program);
        var operation = new Operation { Id = id, CardNumber = "", By = "member", OccurredAt = now, RecordedAt = now };
        var memberId = Base64Url.EncodeToString(tokens.Derive($"member|{id}").AsSpan(0, 15));
        if (await registration.Owner(data.Email!, program.Id, cancellation) is { } owner && owner.Value.MemberId != memberId)
            await Remind(owner, data, operation, program, cancellation);
        else
            await Open(memberId, data, operation, program, cancellation);
        return known.Attempt == mine.Attempt ? OnlineOutcome.Mailed : OnlineOutcome.MailedBefore;
    }

    /// <summary>The address is not taken yet: that is for whoever reads its mail, and not for whoever types it first.</summary>
    private async Task Open(string memberId, PersonData data, Operation operation, Program program, CancellationToken cancellation)
    {
        var (member, _) = MemberChanges.Apply(Registration.Fresh(memberId, operation, program), data, operation, program);
        var opened = member with { CardlessSince = operation.RecordedOn(program), Keys = registration.CurrentKeys(member) };
        // One that is there was written by this very request.
        await members.TryWrite(opened, etag: null, cancellation);
        await registration.Finish(memberId, cancellation, isLinked: false);
    }

    /// <summary>Nothing of the member changes: on the web nobody has shown yet who they are.</summary>
    private async Task Remind(Stored<Member> owner, PersonData data, Operation operation, Program program, CancellationToken cancellation)
    {
        while (owner is { Value: { PendingEmail: { } pending } member, ETag: var etag } && EmailAddress.ForLookup(pending.Address) == EmailAddress.ForLookup(data.Email!)
            && MemberChanges.AreOnePerson(member, MemberChanges.Filled(Registration.Fresh("", operation, program), data)))
        {
            var again = member with { PendingEmail = new PendingEmail(pending.Address, operation.Id, operation.RecordedAt), Keys = [.. member.Keys.Union(registration.CurrentKeys(member))] };
            if (pending.OperationId == operation.Id || await members.TryWrite(again, etag, cancellation))
            {
                await registration.Finish(member.MemberId, cancellation, isLinked: false);
                return;
            }

            if (await members.FindStored(member.MemberId, cancellation) is not { } now)
                return;
            owner = now;
        }

        await mail.SendKnown(owner.Value, EmailAddress.Registered(data.Email!), operation.Id, cancellation);
    }
}
