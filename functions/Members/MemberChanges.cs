using Points.Ledger;
using Points.Members;
using Points.Programs;

namespace Functions.Members;

/// <summary>What a form changes of a member; what it does not say stays.</summary>
public static class MemberChanges
{
    private const int MaxHistory = 200;
    private const string NewsByMail = "mail";

    public static (Member After, IReadOnlyList<string> Fields) Apply(Member before, PersonData data, Operation operation, Program program)
    {
        var after = Filled(before, data);
        List<string> fields =
        [
            .. Changed("name", before.Name, after.Name),
            .. Changed("kana", before.Kana, after.Kana),
            .. Changed("birthDate", before.BirthDate, after.BirthDate),
            .. Changed("phone", before.Phone, after.Phone),
            .. Changed("postalCode", before.PostalCode, after.PostalCode),
            .. Changed("address", before.Address, after.Address),
        ];
        after = WithEmail(after, data.Email, operation, fields);
        after = WithNews(after, data.NewsMail, operation, program.TermsOn(operation.OccurredOn(program)), fields);
        after = WithNotices(after, data.NoticeOf, fields);
        var change = new DataChange(operation.Id, operation.RecordedAt, operation.By, fields);
        return (Noted(after, change), fields);
    }

    public static Member Noted(Member member, DataChange change) => member with { History = [.. member.History.TakeLast(MaxHistory - 1), change] };

    /// <summary>Whether two forms mean one person, however the name is written (<see cref="PlainName"/>).</summary>
    public static bool AreOnePerson(Member one, Member other) =>
        PlainName.Of(one.Name) == PlainName.Of(other.Name) && PlainName.Of(one.Kana) == PlainName.Of(other.Kana) && one.BirthDate == other.BirthDate;

    public static Member Filled(Member member, PersonData data) => member with
    {
        Name = data.Name?.Trim() ?? member.Name,
        Kana = data.Kana?.Trim() ?? member.Kana,
        BirthDate = data.BirthDate ?? member.BirthDate,
        Phone = data.Phone ?? member.Phone,
        PostalCode = data.PostalCode ?? member.PostalCode,
        Address = data.Address?.Trim() ?? member.Address,
    };

    private static Member WithEmail(Member member, string? given, Operation operation, List<string> fields)
    {
        if (given is null)
            return member;
        var address = EmailAddress.Registered(given);
        if (IsSame(address, member.Email))
        {
            // Back to the confirmed address: the change that was under way is off.
            if (member.PendingEmail is not null)
                fields.Add("email");
            return member with { PendingEmail = null };
        }

        if (!IsSame(address, member.PendingEmail?.Address))
            fields.Add("email");
        return member with { PendingEmail = new PendingEmail(address, operation.Id, operation.RecordedAt) };
    }

    private static Member WithNews(Member member, bool? newsMail, Operation operation, Terms terms, List<string> fields)
    {
        if (newsMail is not { } wanted || wanted == member.NewsBy.Contains(NewsByMail))
            return member;
        fields.Add(RegisterMember.NewsMail);
        return member with
        {
            NewsBy = wanted ? [NewsByMail] : [],
            Consents = wanted
                ? [.. member.Consents, new Consent(RegisterMember.NewsMail, operation.OccurredAt, terms.EffectiveFrom)]
                : [.. member.Consents.Select(consent => consent is { Kind: RegisterMember.NewsMail, WithdrawnAt: null } ? consent with { WithdrawnAt = operation.OccurredAt } : consent)],
        };
    }

    private static Member WithNotices(Member member, IReadOnlyList<string>? asked, List<string> fields)
    {
        if (asked is null || member.NoticeOf.Order().SequenceEqual(asked.Distinct().Order()))
            return member;
        fields.Add(RegisterMember.NoticeOf);
        return member with { NoticeOf = [.. asked.Distinct()] };
    }

    private static bool IsSame(string address, string? other) =>
        other is not null && EmailAddress.ForLookup(address) == EmailAddress.ForLookup(other);

    private static string[] Changed<T>(string field, T before, T after) => Equals(before, after) ? [] : [field];
}
