using Points.Programs;

namespace Points.Ledger;

/// <summary>Who may become a member (KAMPO-1).</summary>
public static class Joining
{
    public static Refused? Refuse(DateOnly? birthDate, DateOnly on, Terms terms)
    {
        // Without a birth date the front has looked at the paper form itself.
        if (terms.Joining is not { } rule || birthDate is not { } born)
            return null;
        var allowedFrom = rule.AllowedFrom(born);
        return on >= allowedFrom
            ? null
            : Refused.Because("too-young", rule.MinimumAge.Clause, $"入会できるのは {rule.MinimumAge.Is}歳以上（小学生を除く）です。{Calendar.InJapanese(allowedFrom)} から入会できます。");
    }
}
