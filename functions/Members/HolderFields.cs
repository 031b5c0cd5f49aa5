using System.Text.RegularExpressions;
using Functions.Http;

namespace Functions.Members;

/// <summary>What a form says about a person; null where it says nothing.</summary>
public sealed record PersonData(
    string? Name, string? Kana, DateOnly? BirthDate, string? Phone, string? PostalCode, string? Address, string? Email, bool? NewsMail = null,
    IReadOnlyList<string>? NoticeOf = null);

/// <summary>A person as a form or a till gives them.</summary>
public static partial class HolderFields
{
    public static PersonData Read(Fields fields, DateOnly today)
    {
        var person = ReadPerson(fields, today);
        fields.NoteUnknown();
        return person;
    }

    public static PersonData ReadWithNews(Fields fields, DateOnly today) =>
        ReadPerson(fields, today) with
        {
            NewsMail = fields.OptionalFlag("newsMail"),
            NoticeOf = fields.OptionalChoices("noticeOf", [Member.PointsNotice]),
        };

    private static PersonData ReadPerson(Fields fields, DateOnly today)
    {
        var birthDate = fields.OptionalDate("birthDate");
        if (birthDate > today)
            fields.Wrong("birthDate", "must not be in the future", 0);
        var phone = fields.OptionalText("phone", maxLength: 20);
        if (phone is { Length: > 0 } && !PhoneForm().IsMatch(phone))
            fields.Wrong("phone", "must be a phone number, e.g. 090-1234-5678", 0);
        var postalCode = fields.OptionalText("postalCode", maxLength: 10);
        if (postalCode is { Length: > 0 } && !PostalCodeForm().IsMatch(postalCode))
            fields.Wrong("postalCode", "must be a postal code, e.g. 100-0001", 0);
        var email = fields.OptionalText("email", EmailAddress.MaxLength);
        if (email is { Length: > 0 } && !EmailAddress.IsWellFormed(email))
            fields.Wrong("email", "must be an e-mail address, e.g. taro@example.jp", 0);
        return new PersonData(
            fields.OptionalText("name", maxLength: 100), fields.OptionalText("kana", maxLength: 100), birthDate, phone, postalCode,
            fields.OptionalText("address", maxLength: 300), email);
    }

    // The same patterns are in openapi.yaml.
    [GeneratedRegex(@"^\+?[0-9][0-9 ()\-]{4,18}[0-9]\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PhoneForm();

    [GeneratedRegex(@"^[0-9]{3}-?[0-9]{4}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PostalCodeForm();
}
