using System.Security.Cryptography;
using System.Text;
using Functions.Cards;
using Functions.Members;
using Functions.MyPage;
using Functions.Programs;

namespace Functions.Mail;

/// <summary>Makes the mail of a letter when it goes out: only then is it looked up who gets it.</summary>
public sealed class LetterWriter(MemberStore members, Letters letters, ConfirmationCodes codes, ScanTokens tokens, ProgramCatalogue programs, Settings settings)
{
    /// <summary>Letters to an address that one operation named: the operation is this fact.</summary>
    public const string OperationFact = "operationId";

    /// <summary>The operation that named the address, where it waits for its confirmation; empty where it is confirmed.</summary>
    public const string PendingFact = "pending";

    /// <summary>Null when there is nobody to send it to.</summary>
    /// <exception cref="InvalidOperationException">The template has a place that no fact fills.</exception>
    public async Task<OutgoingMail?> Write(QueuedLetter letter, CancellationToken cancellation)
    {
        if (await members.Find(letter.MemberId, cancellation) is not { } member || AddressOf(letter, member) is not { } to)
            return null;
        var program = programs[letter.Program];
        var facts = new Dictionary<string, string>(letter.Facts)
        {
            ["program"] = program.Name,
            ["programId"] = program.Id,
            ["operator"] = program.Operator,
            ["site"] = settings.SiteAddress,
        };
        if (letter.Letter == ConfirmationMail.Letter)
            facts["code"] = codes.CodeOf(member.MemberId, member.PendingEmail!);
        if (letter.Letter == LoginLinks.Letter)
            facts["code"] = LoginLinks.CodeOf(tokens, member.MemberId, letter.Facts[OperationFact]);
        var (subject, text) = letters.Write(letter.Letter, facts);
        var from = settings.FromOf(program);
        return new OutgoingMail(from, to, subject, text, HeadersOf(letter, from), member.MemberId);
    }

    private static string? AddressOf(QueuedLetter letter, Member member) => letter.Letter switch
    {
        ConfirmationMail.Letter => member.PendingEmail is { } pending && pending.OperationId == letter.Facts[OperationFact] ? pending.Address : null,
        ConfirmationMail.KnownLetter when letter.Facts[PendingFact] is { Length: > 0 } operation =>
            member.PendingEmail is { } pending && pending.OperationId == operation ? pending.Address : null,
        ConfirmationMail.KnownLetter => member.Email,
        // The address that is left is told, also when the new one was confirmed before this goes out.
        EntryLetter.AddressChange => member.FormerEmail is { } former && former.OperationId == letter.Facts[OperationFact] ? former.Address : member.Email,
        _ => member.MyPageOpen ? member.Email : null,
    };

    private static Dictionary<string, string> HeadersOf(QueuedLetter letter, string from)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(letter.Id)).AsSpan(0, 16));
        var headers = LetterHeaders.Of(letter.Letter);
        headers["Message-ID"] = $"<{name}{from[from.LastIndexOf('@')..]}>";
        foreach (var (header, value) in letter.Headers ?? new Dictionary<string, string>())
            headers[header] = value;
        return headers;
    }
}
