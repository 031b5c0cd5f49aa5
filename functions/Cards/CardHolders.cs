using Functions.Http;
using Functions.Members;
using Points.Ledger;
using Points.Programs;

namespace Functions.Cards;

/// <summary>Who will hold a card: the member whose registration code was read, the person on the form, or nobody known.</summary>
public sealed class CardHolders(Registration registration, RegistrationCodes codes, TerminalGuesses guesses)
{
    /// <summary>What is to be issued, as far as the holder decides it; or why not. Changes nothing of the holder.</summary>
    public async Task<(CardRequest Card, Refused? Refused)> Look(
        IssueRequest asked, Caller caller, string accountId, Operation operation, Program program, CancellationToken cancellation)
    {
        if (asked.RegistrationCode is not { } code)
            return (asked.Card, null);
        guesses.ThrowIfSpent(caller);
        if (await codes.Look(code, accountId, operation.Id, program, cancellation) is { } member)
        {
            var second = await registration.WhyNotAnotherCard(member, accountId, operation, program, cancellation);
            return (asked.Card with { BirthDate = member.BirthDate, MemberId = member.MemberId, ByCode = true }, second);
        }

        guesses.CountWrong(caller);
        return (asked.Card, InvalidCode(operation, program));
    }

    /// <summary>The member who holds the card from now on, written before the account; null where nobody is known.</summary>
    public async Task<(string? MemberId, Refused? Refused)> Admit(
        IssueRequest asked, CardRequest card, string accountId, Operation operation, Program program, CancellationToken cancellation)
    {
        if (asked.RegistrationCode is { } code)
        {
            if (!await codes.TryTake(code, accountId, operation.Id, program, cancellation))
                return (null, InvalidCode(operation, program));
            var (joined, second) = await registration.Join(card.MemberId!, accountId, operation, program, cancellation);
            // Erased since it was looked at: the code is nobody's.
            return (joined?.MemberId, second ?? (joined is null ? InvalidCode(operation, program) : null));
        }

        if (asked.Holder is not { } holder)
            return (null, null);
        var (admission, refused) = await registration.Admit(holder, accountId, memberId: null, operation, program, cancellation);
        return (admission?.Member.MemberId, refused);
    }

    /// <summary>Ties up what is left, once the account has its holder. May be repeated.</summary>
    public Task Finish(string memberId, CancellationToken cancellation) => registration.Finish(memberId, cancellation);

    private static Refused InvalidCode(Operation operation, Program program) => Issue.InvalidCode(program.TermsOn(operation.OccurredOn(program)));
}
