using System.Text.Json.Nodes;
using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger.Keio;

/// <summary>Two versions of the terms: what differs, which one decides, and what a running balance keeps (docs/decisions/0007).</summary>
public sealed class VersionTests
{
    [Fact, Clause("KEIO-3.1"), Clause("KEIO-6"), Clause("KEIO-8"), Clause("KEIO-10.1")]
    public void TheVersions_DifferInFourRulesAndTheirNumbers_AndInNoOther()
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "programs", "keio.json")))!;
        List<string> differing = [];
        Differ(file["versions"]![0], file["versions"]![1], "", differing);

        Assert.Equal(
            ["effectiveFrom", "clauseNumbers", "award.excludedPayments", "redemption.excludableCategories", "membership.voidedBy", "purchaseHistory"],
            differing);
    }

    [Fact, Clause("KEIO-9"), Clause("KEIO-10.1"), Clause("KEIO-10.2"), Clause("KEIO-10.3"), Clause("KEIO-11")]
    public void In2022_TheClausesFrom8On_HadTheNumberBefore() =>
        Assert.Equal(
            new Dictionary<string, string> { ["KEIO-9"] = "8", ["KEIO-10.1"] = "9.1", ["KEIO-10.2"] = "9.2", ["KEIO-10.3"] = "9.3", ["KEIO-11"] = "10" },
            Shipped.Keio.Versions[0].ClauseNumbers);

    [Theory, Clause("KEIO-3.1")]
    [InlineData("2022-09-30", "2022-10-01")]
    [InlineData("2023-02-28", "2022-10-01")]
    [InlineData("2023-03-01", "2023-03-01")]
    [InlineData("2026-01-01", "2023-03-01")]
    public void TheVersionInForceAtThePurchase_IsRecorded(string bought, string version) =>
        Assert.Equal(Kkr.Day(version), Shipped.Open(Shipped.Keio, "2022-09-01").Award("a", bought, 10_000).ShouldBeAccepted().Main.TermsVersion);

    [Fact, Clause("KEIO-3.1")]
    public void APurchaseReportedLate_IsDecidedByTheVersionOfItsDay() =>
        Shipped.Open(Shipped.Keio, "2022-12-10")
            .Award("a", "2023-02-28 23:59:59", Shipped.Bought(10_000) with { Payment = "creditCard" }, recorded: "2023-03-02")
            .ShouldMove(points: 0, balance: 0);

    [Fact, Clause("KEIO-9")]
    public void AReturn_IsDecidedByTheVersionOfThePurchase()
    {
        // From March on every 100 yen give 3 points; February's purchase gave 1 and so does what is kept of it.
        var program = Changed(terms => terms with { Award = terms.Award with { PointsPerUnit = new Rule<long>(3, "KEIO-3.2") } });
        var book = Shipped.Open(program, "2022-12-10");
        book.Award("feb", "2023-02-28", 10_000).ShouldMove(points: 100, balance: 100);
        book.Award("mar", "2023-03-01", 10_000).ShouldMove(points: 300, balance: 400);

        var back = book.Return("back1", "2023-03-02", "feb", 4_000).ShouldMove(points: -40, balance: 360);
        Assert.Equal(new DateOnly(2022, 10, 1), back.Main.TermsVersion);
        book.Return("back2", "2023-03-02", "mar", 4_000).ShouldMove(points: -120, balance: 240);
    }

    [Fact, Clause("KEIO-3.1")]
    public void APurchaseThatEarnedNothingIn2022_GivesNothingBackIn2023()
    {
        var book = Shipped.Open(Shipped.Keio, "2022-12-10");
        book.Award("a", "2023-02-28", Shipped.Bought(10_000) with { Payment = "creditCard" }).ShouldMove(points: 0, balance: 0);

        var back = book.Return("back", "2023-03-02", "a", 4_000).ShouldMove(points: 0, balance: 0);
        Assert.Equal(0, back.Main.Correction?.KeptPoints);
    }

    [Fact, Clause("KEIO-4.3")]
    public void ARunningBalance_KeepsTheDayItWasGiven()
    {
        var program = Changed(terms => terms with { Expiry = ((AccrualYearExpiry)terms.Expiry) with { CarriedYears = new Rule<int>(0, "KEIO-4.3") } });
        var book = Shipped.Open(program, "2022-12-10");
        book.Award("feb", "2023-02-28", 10_000);

        book.Award("mar", "2023-03-01", 10_000).ShouldBeAccepted().ShouldHold(
            new Lot("base", 100, new DateOnly(2024, 11, 30)), new Lot("base", 100, new DateOnly(2023, 11, 30)));
        book.Redeem("r", "2023-03-02", 100).ShouldBeAccepted().ShouldHold(new Lot("base", 100, new DateOnly(2024, 11, 30)));
    }

    [Fact, Clause("KEIO-9")]
    public void ADebt_Stays_UnderTermsThatMakeNoNewOne()
    {
        var program = Changed(terms => terms with { NegativeBalance = new Rule<bool>(false, "KEIO-9") });
        var book = Shipped.Open(program, "2022-12-10");
        book.Award("a", "2023-02-01", 10_000);
        book.Redeem("r", "2023-02-02", 100);
        book.Return("back", "2023-02-03", "a").ShouldMove(points: -100, balance: -100);

        book.Award("b", "2023-03-01", 15_000).ShouldMove(points: 150, balance: 50);
        book.Redeem("r2", "2023-03-02", 50);
        book.Return("back2", "2023-03-03", "b").ShouldRefuse("would-go-negative", "KEIO-9");
    }

    private static Program Changed(Func<Terms, Terms> change) =>
        Shipped.Keio with { Versions = [Shipped.Keio.Versions[0], change(Shipped.Keio.Versions[1])] };

    /// <summary>Paths of the rules that differ: a rule is what has a value, a number or a date.</summary>
    private static void Differ(JsonNode? old, JsonNode? now, string path, List<string> differing)
    {
        if (JsonNode.DeepEquals(old, now))
            return;
        if (old is not JsonObject left || now is not JsonObject right || left.ContainsKey("is"))
        {
            differing.Add(path);
            return;
        }

        foreach (var name in left.Select(p => p.Key).Union(right.Select(p => p.Key)).ToList())
            Differ(left[name], right[name], path.Length == 0 ? name : $"{path}.{name}", differing);
    }
}
