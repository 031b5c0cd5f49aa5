namespace Points.Cards;

/// <summary>What a decision needs to know of the member behind a card; none of it is personal data.</summary>
/// <param name="MyPageOpen">Data registered and e-mail address confirmed.</param>
/// <param name="DataComplete">Everything that the program requires is registered.</param>
public sealed record MemberFacts(bool MyPageOpen, bool DataComplete)
{
    public static readonly MemberFacts Unknown = new(false, false);
}
