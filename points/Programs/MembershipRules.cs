namespace Points.Programs;

/// <summary>Which accounts may share or hand over points.</summary>
public sealed record SharingRules
{
    public required Rule<bool> Merge { get; init; }
    public required Rule<bool> Link { get; init; }

    /// <summary>Merge and link need: My Page open, member data complete, all cards of one person and of one holder kind.</summary>
    public Rule<bool>? OwnCardsOnly { get; init; }

    /// <summary>What a merge or link costs; absent where the terms know no fee.</summary>
    public Rule<SharingFee>? Fee { get; init; }

    /// <summary>Card types whose main and family cards share one account.</summary>
    public Rule<IReadOnlyList<string>>? FamilyAccount { get; init; }

    public FamilyTransfer? FamilyTransfer { get; init; }
}

/// <summary>A fee in yen, in points, or none.</summary>
public sealed record SharingFee(long Yen, long Points);

/// <summary>The points of one purchase may go to a family member, at that purchase only.</summary>
public sealed record FamilyTransfer
{
    public required Rule<int> MaxKinshipDegree { get; init; }
    public required Rule<bool> SameHousehold { get; init; }
}

/// <summary>What ends a membership, and what is kept of it.</summary>
public sealed record MembershipRules
{
    /// <summary>What makes the points void.</summary>
    public required Rule<IReadOnlyList<string>> VoidedBy { get; init; }

    /// <summary>The member's own withdrawal ends the points, where another clause than that of <see cref="VoidedBy"/> says so.</summary>
    public Rule<bool>? Withdrawal { get; init; }

    /// <summary>All cards of a member end at once when the membership is forfeited.</summary>
    public required Rule<bool> Forfeiture { get; init; }

    /// <summary>Data that a member must have registered: name, kana, birthDate, phone, postalCode, address, email.</summary>
    public required Rule<IReadOnlyList<string>> RequiredData { get; init; }

    /// <summary>Staff may register a member from a paper form.</summary>
    public Rule<bool>? ProxyRegistration { get; init; }

    /// <summary>News goes out only by the means that the member allowed.</summary>
    public Rule<bool>? NewsByConsent { get; init; }

    /// <summary>Months until personal data is erased after a withdrawal.</summary>
    public Rule<int>? ErasureMonths { get; init; }
}

/// <summary>Moving balances of legacy cards.</summary>
public sealed record MigrationRules
{
    /// <summary>The last day, unless the legacy card itself ends earlier.</summary>
    public required Rule<DateOnly> Until { get; init; }
}

public sealed record DormancyRules
{
    /// <summary>Months from the lapse date until the card is withdrawn; 0 where the card ends with its points.</summary>
    public required Rule<int> MonthsAfterLapse { get; init; }
}

/// <summary>A service beside points.</summary>
public sealed record Perk
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Clause { get; init; }

    /// <summary>Only when it was asked for at booking.</summary>
    public bool AtBooking { get; init; }

    /// <summary>Only in the month, or on the day, of the member's birth.</summary>
    public string? Birth { get; init; }

    /// <summary>Not together with another discount.</summary>
    public bool NotWithDiscount { get; init; }

    /// <summary>Only if the facility can; the answer says so.</summary>
    public bool IfAvailable { get; init; }

    /// <summary>Bookings that leave no perk.</summary>
    public Rule<IReadOnlyList<string>>? ExcludedBookings { get; init; }

    /// <summary>Facilities that do not offer it, and the only ones that do.</summary>
    public Rule<IReadOnlyList<string>>? ExceptAt { get; init; }

    public Rule<IReadOnlyList<string>>? OnlyAt { get; init; }
}
