using Functions.Http;
using Points.Ledger;
using Points.Programs;

namespace Functions.Ledger;

/// <summary>The purchase and the redemption as a till sends them.</summary>
public static class PurchaseFields
{
    private static readonly string[] Payments = ["cash", "voucher", "creditCard", "debitCard", "ownCard", "otherCreditCard", "invoice"];
    private static readonly string[] Bookings = ["direct", "officialWeb", "agency", "otherWeb"];
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
            Items = fields.OptionalObjects("items", item => new Item(item.Text("category", maxLength: 32), item.Amount("amountYen"))),
            SettledAt = fields.OptionalChoice("settledAt", Settlements),
            BeforeSettlement = fields.OptionalFlag("beforeSettlement"),
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
            Items = Grouped(purchase.Items),
            Discounted = purchase.Discounted == true ? true : null,
            SettledAt = purchase.SettledAt == Settlements[0] ? null : purchase.SettledAt,
            BeforeSettlement = purchase.BeforeSettlement == false ? false : null,
        };
    }

    public static Redemption Redemption(this Call call)
    {
        var fields = call.Fields;
        var redemption = new Redemption(fields.Amount("points", least: 1), fields.Amount("billYen"), fields.OptionalAmount("coveredYen") ?? 0);
        return redemption.DueYen < 0 ? fields.Wrong("coveredYen", "must not be more than billYen", redemption) : redemption;
    }

    /// <summary>Only what decides is kept, as here one item per category and no defaults: an entry stays small.</summary>
    private static IReadOnlyList<Item>? Grouped(IReadOnlyList<Item>? items) =>
        items is null ? null : [.. items.GroupBy(item => item.Category).Select(g => new Item(g.Key, g.Sum(item => item.AmountYen)))];

    private static IReadOnlyCollection<string> CampaignsOf(Program program) =>
        [.. program.Versions.SelectMany(terms => terms.Award.Campaigns).Where(campaign => campaign.OnRequest).Select(campaign => campaign.Kind).Distinct()];
}
