namespace Points.Programs;

/// <summary>A stay as far as it decides about perks.</summary>
public sealed record Stay(string Facility, DateOnly On, bool RequestedAtBooking, string? Booking, bool Discounted, DateOnly? BirthDate);

/// <summary>A perk and whether it applies to a stay.</summary>
/// <param name="Clauses">The clauses that grant or refuse it.</param>
public sealed record PerkAnswer(string Id, string Name, bool Applies, bool IfAvailable, IReadOnlyList<string> Clauses, string Text);

/// <summary>Which services beside points a stay gets (KAMPO-6.3 to 6.5, KAMENOI-6.3 to 6.7).</summary>
public static class Perks
{
    /// <summary>Every perk of the terms that the facility could offer, with the reason where it does not apply.</summary>
    public static IReadOnlyList<PerkAnswer> For(Stay stay, Terms terms) =>
        [.. (terms.Perks ?? []).Where(perk => perk.OnlyAt?.Is.Contains(stay.Facility) != false).Select(perk => For(perk, stay))];

    private static PerkAnswer For(Perk perk, Stay stay)
    {
        var (refusing, text) = WhyNot(perk, stay);
        return new PerkAnswer(perk.Id, perk.Name, text is null, perk.IfAvailable, [perk.Clause, .. refusing is null || refusing == perk.Clause ? Array.Empty<string>() : [refusing]],
            text ?? (perk.IfAvailable ? "空き状況によりご利用いただけます。" : "ご利用いただけます。"));
    }

    private static (string? Clause, string? Text) WhyNot(Perk perk, Stay stay) => perk switch
    {
        { ExceptAt: { } except } when except.Is.Contains(stay.Facility) => (except.Clause, "この施設では対象外です。"),
        { ExcludedBookings: { } bookings } when stay.Booking is { } booking && bookings.Is.Contains(booking) => (bookings.Clause, "この予約方法では対象外です。"),
        { NotWithDiscount: true } when stay.Discounted => (perk.Clause, "他の割引券等との重複利用はできません。"),
        { AtBooking: true } when !stay.RequestedAtBooking => (perk.Clause, "予約時のお申し出が必要です。"),
        { Birth: not null } when stay.BirthDate is null => (perk.Clause, "生年月日の登録がありません。"),
        { Birth: "month" } when stay.BirthDate!.Value.Month != stay.On.Month => (perk.Clause, "誕生月の宿泊ではありません。"),
        { Birth: "day" } when !IsBirthday(stay.BirthDate!.Value, stay.On) => (perk.Clause, "誕生日の宿泊ではありません。"),
        _ => (null, null),
    };

    /// <summary>Somebody born on 29 February has the birthday on the 28th in other years.</summary>
    private static bool IsBirthday(DateOnly born, DateOnly on) => born.AddYears(on.Year - born.Year) == on;
}
