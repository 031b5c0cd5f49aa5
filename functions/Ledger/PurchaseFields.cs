using Functions.Http;
using Points.Ledger;
using Points.Programs;

namespace Functions.Ledger;

/// <summary>The purchase and the redemption as a till sends them.</summary>
public static class PurchaseFields
{
    public static readonly IReadOnlyList<string> Payments = ["cash", "voucher", "creditCard", "debitCard", "ownCard", "otherCreditCard", "invoice"];

    /// <summary>How a stay may have been booked.</summary>
    public static readonly IReadOnlyList<string> Bookings = ["direct", "officialWeb", "agency", "otherWeb"];

    private static readonly string[] Settlements = ["front", "elsewhere"];

    public static Purchase Purchase(this Call call)
    {
        var fields = call.Fields;
        var amountYen = fields.Amount("amountYen");
        var purchase = new Purchase
        {
            AmountYen = amountYen,
            TaxYen = fields.OptionalAmount("taxYen"),
            CoveredYen = fields.OptionalAmount("coveredYen"),
            Discounted = fields.OptionalFlag("discounted"),
            Payment = fields.OptionalChoice("payment", Payments),
            Booking = fields.OptionalChoice("booking", Bookings),
            Guests = (int?)fields.OptionalAmount("guests", least: 1, most: 1_000),
            Items = call.Items(),
            SettledAt = fields.OptionalChoice("settledAt", Settlements),
            BeforeSettlement = fields.OptionalFlag("beforeSettlement"),
            CardSigned = fields.OptionalFlag("cardSigned"),
            ReceiptNumber = fields.OptionalText("receiptNumber"),
            Campaigns = fields.OptionalChoices("campaigns", CampaignsOf(call.Program)),
        };
        foreach (var (name, part) in new[] { ("taxYen", purchase.TaxYen), ("coveredYen", purchase.CoveredYen), ("items", purchase.Items?.Sum(item => item.AmountYen)) })
        {
            if (part > amountYen)
                fields.Wrong(name, "must not be more than amountYen", 0);
        }

        return purchase with
        {
            CardSigned = purchase.CardSigned == false ? false : null,
            Discounted = purchase.Discounted == true ? true : null,
            SettledAt = purchase.SettledAt == Settlements[0] ? null : purchase.SettledAt,
            BeforeSettlement = purchase.BeforeSettlement == false ? false : null,
        };
    }

    public static Redemption Redemption(this Call call)
    {
        var fields = call.Fields;
        var redemption = new Redemption(
            fields.Amount("points", least: 1), fields.Amount("billYen"), fields.OptionalAmount("coveredYen") ?? 0,
            call.Items(), fields.OptionalFlag("cardSigned") ?? true);
        foreach (var (name, part) in new[] { ("coveredYen", redemption.CoveredYen), ("items", redemption.Items?.Sum(item => item.AmountYen) ?? 0) })
        {
            if (part > redemption.BillYen)
                fields.Wrong(name, "must not be more than billYen", 0);
        }

        return redemption;
    }

    /// <summary>Only what decides is kept, one item per category: an entry stays small.</summary>
    private static IReadOnlyList<Item>? Items(this Call call)
    {
        var items = call.Fields.OptionalObjects("items", item =>
            new Item(item.Text("category", maxLength: 32), item.Amount("amountYen"), item.OptionalFlag("excluded") == true ? true : null));
        return items is null ? null
            : [.. items.OfType<Item>().GroupBy(item => (item.Category, item.Excluded)).Select(g => new Item(g.Key.Category, g.Sum(item => item.AmountYen), g.Key.Excluded))];
    }

    private static IReadOnlyCollection<string> CampaignsOf(Program program) =>
        [.. program.Versions.SelectMany(terms => terms.Award.Campaigns).Where(campaign => campaign.OnRequest).Select(campaign => campaign.Kind).Distinct()];
}
