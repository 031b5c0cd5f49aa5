using Points.Programs;

namespace Points.Ledger;

/// <summary>What of a purchase may be stored (KEIO-8).</summary>
internal static class Consent
{
    /// <summary>
    /// Where a version of the terms makes purchase history a matter of consent, only members who accepted such a version have
    /// theirs stored; of all others only what a return needs to calculate.
    /// </summary>
    public static Purchase Stored(Purchase purchase, Account account, Program program)
    {
        var isAsked = program.Versions.Any(terms => terms.PurchaseHistory is not null);
        if (!isAsked || account.AcceptedTerms is { } accepted && program.TermsOn(accepted).PurchaseHistory is { Is: true })
            return purchase;
        return purchase with { Items = purchase.Items?.WithoutNames(), Booking = null, Guests = null };
    }
}
