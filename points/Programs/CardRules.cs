namespace Points.Programs;

/// <summary>Who may hold which card, and what it costs.</summary>
public sealed record CardRules
{
    public required Rule<IReadOnlyList<string>> MemberClasses { get; init; }
    public required Rule<IReadOnlyList<string>> HolderKinds { get; init; }
    public required Rule<IReadOnlyList<string>> Media { get; init; }

    /// <summary>Kinds of cards that share or do not share an account; absent where there is only one.</summary>
    public Rule<IReadOnlyList<string>>? CardTypes { get; init; }

    public required Rule<IReadOnlyList<Fee>> IssueFees { get; init; }
    public required Rule<IReadOnlyList<Fee>> ReissueFees { get; init; }

    /// <summary>Only an active card that was really read earns or redeems.</summary>
    public required Rule<bool> ValidCardOnly { get; init; }

    /// <summary>Blocking a card on suspicion or loss.</summary>
    public required Rule<bool> Suspension { get; init; }

    /// <summary>Reporting a loss; true where it needs My Page open with complete data.</summary>
    public required Rule<bool> LossReport { get; init; }

    /// <summary>A card reported stolen is never resumed.</summary>
    public required Rule<bool> StolenStaysSuspended { get; init; }

    /// <summary>Reissue after loss or theft; true where the loss must have been reported and must not be deliberate.</summary>
    public required Rule<bool> LossReissue { get; init; }

    /// <summary>Reissue of a broken card; true where the holder's identity is checked.</summary>
    public required Rule<bool> DamageReissue { get; init; }

    /// <summary>The new card takes over balance, expiry and all recorded data.</summary>
    public required Rule<bool> Carryover { get; init; }

    /// <summary>Media that a member's registration code is exchanged for; absent where the terms know no such code.</summary>
    public Rule<IReadOnlyList<string>>? RegistrationCodes { get; init; }

    /// <summary>Media that are withdrawn when the operator asks a card back; others are handed in. Absent where the terms know no recall.</summary>
    public Rule<IReadOnlyList<string>>? Recall { get; init; }

    /// <summary>Nobody gets a second card while the first one works.</summary>
    public Rule<bool>? OnePerMember { get; init; }

    /// <summary>An unsigned card gets no service.</summary>
    public Rule<bool>? SignatureNeeded { get; init; }
}

/// <summary>A fee in yen, tax included; an absent medium or member class means any.</summary>
public sealed record Fee(long Yen, string? Medium = null, string? MemberClass = null)
{
    public static long For(IReadOnlyList<Fee> fees, string medium, string memberClass) =>
        fees.FirstOrDefault(fee => (fee.Medium ?? medium) == medium && (fee.MemberClass ?? memberClass) == memberClass)?.Yen ?? 0;
}

/// <summary>Who may join.</summary>
public sealed record JoiningRules
{
    /// <summary>Years of age; an age is reached on the day before the birthday.</summary>
    public required Rule<int> MinimumAge { get; init; }

    /// <summary>Nobody who is still in elementary school: from the 1 April after the twelfth birthday.</summary>
    public required Rule<bool> AfterElementarySchool { get; init; }

    /// <summary>The first day on which somebody born on a date may join.</summary>
    public DateOnly AllowedFrom(DateOnly birthDate)
    {
        var ofAge = birthDate.AddYears(MinimumAge.Is).AddDays(-1);
        if (!AfterElementarySchool.Is)
            return ofAge;
        var twelve = birthDate.AddYears(12).AddDays(-1);
        var graduated = new DateOnly(twelve.Month < 4 ? twelve.Year : twelve.Year + 1, 4, 1);
        return graduated > ofAge ? graduated : ofAge;
    }
}
