using Functions.Http;

namespace Functions.Members;

/// <summary>A person as a form or a till gives them.</summary>
public static class HolderFields
{
    public static Member Read(Fields fields, DateOnly today)
    {
        var birthDate = fields.OptionalDate("birthDate");
        if (birthDate > today)
            fields.Wrong("birthDate", "must not be in the future", 0);
        var member = new Member
        {
            Id = "",
            MemberId = "",
            Program = "",
            Name = fields.OptionalText("name", maxLength: 100),
            Kana = fields.OptionalText("kana", maxLength: 100),
            BirthDate = birthDate,
            Phone = fields.OptionalText("phone", maxLength: 20),
            PostalCode = fields.OptionalText("postalCode", maxLength: 10),
            Address = fields.OptionalText("address", maxLength: 300),
            Email = fields.OptionalText("email", maxLength: 254),
        };
        fields.NoteUnknown();
        return member;
    }
}
