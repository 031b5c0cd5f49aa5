namespace Points.Programs;

/// <summary>One version of a program's terms: every rule that decides something, with its clause.</summary>
public sealed record Terms
{
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>Clause id → the number it has in this version, where later versions count differently.</summary>
    public IReadOnlyDictionary<string, string>? ClauseNumbers { get; init; }

    public required CardRules Cards { get; init; }
    public required AwardRules Award { get; init; }
    public required RedemptionRules Redemption { get; init; }
    public required ExpiryRules Expiry { get; init; }

    /// <summary>Goods that come back take back what they would not have earned; absent where the terms say nothing of it.</summary>
    public Rule<bool>? Returns { get; init; }

    /// <summary>Whether taking points back may leave a debt that later awards fill first.</summary>
    public required Rule<bool> NegativeBalance { get; init; }

    /// <summary>Automatic withdrawal of a card whose points have lapsed; absent where the terms know none.</summary>
    public DormancyRules? Dormancy { get; init; }

    public JoiningRules? Joining { get; init; }
    public MigrationRules? Migration { get; init; }

    /// <summary>The service may be paused for faults, maintenance and power cuts: tills are refused, reads go on.</summary>
    public Rule<bool>? Pause { get; init; }

    /// <summary>Absent where nothing ends.</summary>
    public NoticeRules? Notices { get; init; }

    public required SharingRules Sharing { get; init; }
    public ExchangeRules? Exchange { get; init; }
    public IReadOnlyList<Perk>? Perks { get; init; }
    public required MembershipRules Membership { get; init; }

    /// <summary>Purchase and usage history is stored only for members who accepted a version that has this rule.</summary>
    public Rule<bool>? PurchaseHistory { get; init; }
}
