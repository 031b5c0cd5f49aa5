using System.Text.Json.Nodes;
using Points.Programs;

namespace Points.Tests.Programs;

public sealed class ProgramReaderTests
{
    [Fact, Clause("KKR-5.2")]
    public void TheShippedProgram_IsRead_WithItsClauses()
    {
        Assert.Equal("kkr", Kkr.Program.Id);
        Assert.Equal(new DateOnly(2023, 11, 20), Kkr.Terms.EffectiveFrom);
        Assert.Equal(new Rule<long>(10, "KKR-5.2", Setting: true), Kkr.Terms.Award.PointsPerUnit);
        Assert.Equal(new Rule<long>(1_000, "KKR-5.3"), Kkr.Terms.Redemption.UnitPoints);
        Assert.Equal(new Rule<bool>(false, "KKR-5.2"), Kkr.Terms.NegativeBalance);
        Assert.Equal(new Rule<int>(6, "KKR-16.1(3)"), Kkr.Terms.Dormancy?.MonthsAfterLapse);
        Assert.Equal(["memberBenefit", "specialAddition"], Kkr.Terms.Award.Campaigns.Select(campaign => campaign.Kind));
        Assert.Empty(Kkr.Terms.Award.Campaigns[1].MemberClasses);
        Assert.Equal(TimeSpan.FromHours(9), Kkr.Program.Offset);
    }

    [Fact]
    public void AnUnknownField() => Mistakes(award => award["pointPerUnit"] = 10, "versions[0].award")
        .ShouldBe("kkr.json: versions[0].award.pointPerUnit is not known here; known are departments, excluded, beforeSettlement, settledAtFront, excludedPayments, excludedBookings, nothingWhenDiscounted, covered, excludableCategories, basis, perGuest, unitYen, pointsPerUnit, pendingDays, campaigns, milestones");

    [Fact]
    public void AMissingField() => Mistakes(award => award.Remove("unitYen"), "versions[0].award")
        .ShouldBe("kkr.json: versions[0].award.unitYen is missing");

    [Fact]
    public void AMissingValue_NamesItsClause() => Mistakes(rule => rule.Remove("is"), "versions[0].award.unitYen")
        .ShouldBe("kkr.json: versions[0].award.unitYen.is (KKR-5.2) is missing");

    [Theory]
    [InlineData("\"1000\"", "must be an integer, not \"1000\"")]
    [InlineData("1000.5", "must be an integer, not 1000.5")]
    [InlineData("null", "must be an integer")]
    [InlineData("-1000", "must be at least 1, not -1000")]
    [InlineData("0", "must be at least 1, not 0")]
    public void AWrongUnit_NamesFilePathAndClause(string value, string problem) =>
        Mistakes(rule => rule["is"] = JsonNode.Parse(value), "versions[0].redemption.unitPoints")
            .ShouldBe($"kkr.json: versions[0].redemption.unitPoints.is (KKR-5.3) {problem}");

    [Fact]
    public void AWrongType_OfARule() => Mistakes(award => award["unitYen"] = 1_000, "versions[0].award")
        .ShouldBe("kkr.json: versions[0].award.unitYen must be an object, not 1000");

    [Fact]
    public void AWrongType_OfAList() => Mistakes(rule => rule["is"] = "lodging", "versions[0].award.departments")
        .ShouldBe("kkr.json: versions[0].award.departments.is (KKR-5.2) must be an array, not \"lodging\"");

    [Fact]
    public void AWrongType_OfATruth() => Mistakes(rule => rule["is"] = "false", "versions[0].negativeBalance")
        .ShouldBe("kkr.json: versions[0].negativeBalance.is (KKR-5.2) must be a boolean, not \"false\"");

    [Fact]
    public void AnUnknownClause() => Mistakes(rule => rule["clause"] = "KKR-99.9", "versions[0].award.unitYen")
        .ShouldBe("kkr.json: versions[0].award.unitYen.clause (KKR-99.9) names a clause that is not in clauses");

    [Fact]
    public void AnUnknownLapseClause() => Mistakes(expiry => expiry["lapseClause"] = "KKR-99.9", "versions[0].expiry")
        .ShouldBe("kkr.json: versions[0].expiry.lapseClause (KKR-99.9) names a clause that is not in clauses");

    [Fact]
    public void ANumberForAnUnknownClause() => Mistakes(terms => terms["clauseNumbers"] = new JsonObject { ["KKR-99.9"] = "98.9" }, "versions[0]")
        .ShouldBe("kkr.json: versions[0].clauseNumbers names the clause KKR-99.9, which is not in clauses");

    [Fact]
    public void AMisspeltClause() => Mistakes(rule => rule["clause"] = "5.2", "versions[0].award.unitYen").ShouldBe(
        "kkr.json: versions[0].award.unitYen.clause (5.2) must match ^[A-Z]+-[A-Za-z0-9.()-]+$, not \"5.2\"",
        "kkr.json: versions[0].award.unitYen.clause (5.2) names a clause that is not in clauses");

    [Theory]
    [InlineData("award", "KKR-5.2")]
    [InlineData("redemption", "KKR-5.4")]
    public void AnUnknownDepartment(string part, string clause) =>
        Mistakes(rule => rule["is"]!.AsArray().Add((JsonNode)"spa"), $"versions[0].{part}.departments")
            .ShouldBe($"kkr.json: versions[0].{part}.departments.is ({clause}) names the department spa, which is not in departments");

    [Theory]
    [InlineData("atami", "spa")]
    [InlineData("kyoto", "lodging")]
    public void AnUnknownPlace(string facility, string department) =>
        Mistakes(rule => rule["is"]!.AsArray().Add(new JsonObject { ["facility"] = facility, ["department"] = department }), "versions[0].award.excluded")
            .ShouldBe($"kkr.json: versions[0].award.excluded.is (KKR-5.4) names {facility}/{department}, which is not in facilities and departments");

    [Fact]
    public void AnUnknownMemberClass() => Mistakes(campaign => campaign["memberClasses"] = new JsonArray("members"), "versions[0].award.campaigns[0]")
        .ShouldBe("kkr.json: versions[0].award.campaigns[0].memberClasses (KKR-6.2) names the member class members, which is not in memberClasses");

    [Fact]
    public void AFeeForAnUnknownMedium() => Mistakes(fee => fee["medium"] = "magnetic", "versions[0].cards.issueFees.is[0]")
        .ShouldBe("kkr.json: versions[0].cards.issueFees.is[0].medium (KKR-4.2) names the medium magnetic, which is not in media");

    [Fact]
    public void AnUnknownActivity() => Mistakes(rule => rule["is"] = new JsonArray("award", "visit"), "versions[0].expiry.extendedBy")
        .ShouldBe("kkr.json: versions[0].expiry.extendedBy.is (KKR-6.1) names the activity visit, which is not in award, redemption, migration");

    [Theory]
    [InlineData("base")]
    [InlineData("memberBenefit")]
    public void ACampaignKindTwice(string kind) => Mistakes(campaign => campaign["kind"] = kind, "versions[0].award.campaigns[1]")
        .ShouldBe($"kkr.json: versions[0].award.campaigns[1].kind (KKR-6.2) is the kind {kind} a second time");

    [Theory]
    [InlineData("2023-11-19")]
    [InlineData("2023-11-20")]
    public void VersionsOutOfOrder(string effectiveFrom) =>
        Mistakes(program =>
        {
            var second = program["versions"]![0]!.DeepClone();
            second["effectiveFrom"] = effectiveFrom;
            program["versions"]!.AsArray().Add(second);
        }).ShouldBe("kkr.json: versions[1].effectiveFrom must be later than the version before it");

    [Fact]
    public void NoVersion() => Mistakes(program => program["versions"] = new JsonArray()).ShouldBe("kkr.json: versions needs at least 1 item(s)");

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("2023-11-31")]
    [InlineData("20 November 2023")]
    public void ADateThatDoesNotExist(string date) => Mistakes(terms => terms["effectiveFrom"] = date, "versions[0]")
        .ShouldBe($"kkr.json: versions[0].effectiveFrom must be a date YYYY-MM-DD, not \"{date}\"");

    [Fact]
    public void YearsBeyondTheCalendar() => Mistakes(rule => rule["is"] = 3_000_000_000, "versions[0].expiry.years")
        .ShouldBe("kkr.json: versions[0].expiry.years.is (KKR-6.1) must be at most 1200, not 3000000000");

    [Fact]
    public void AnOffsetThatDoesNotExist() => Assert.StartsWith(
        "kkr.json: utcOffset must match ", Assert.Single(Mistakes(program => program["utcOffset"] = "+99:99")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void AnUnknownExpiryRule() => Mistakes(expiry => expiry["rule"] = "sometimes", "versions[0].expiry")
        .ShouldBe("kkr.json: versions[0].expiry.rule must name one of the rules of program.schema.json");

    [Fact]
    public void AnUnknownChoice() => Mistakes(rule => rule["is"] = "always", "versions[0].redemption.overpay")
        .ShouldBe("kkr.json: versions[0].redemption.overpay.is (KKR-5.3) must be one of \"never\", \"oneUnitWithoutChange\", not \"always\"");

    [Fact]
    public void SeveralMistakes_AreAllReportedAtOnce()
    {
        var mistakes = Mistakes(program =>
        {
            program["colour"] = "green";
            program.Remove("operator");
            program["versions"]![0]!["award"]!["unitYen"]!["is"] = -1;
            program["versions"]![0]!["award"]!["pointsPerUnit"]!["clause"] = "KKR-99.9";
            program["versions"]![0]!["redemption"]!["departments"]!["is"]!.AsArray().Add((JsonNode)"spa");
        });

        Assert.Equal(
            ["colour", "operator", "versions[0].award.pointsPerUnit.clause", "versions[0].award.unitYen.is", "versions[0].redemption.departments.is"],
            mistakes.Select(mistake => mistake.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ \"id\": \"kkr\", }")]
    public void WhatIsNotJson(string json)
    {
        var mistake = Assert.Single(Assert.Throws<InvalidProgramFileException>(() => ProgramReader.Read("kkr.json", json, Kkr.SchemaJson)).Mistakes);

        Assert.Equal("line 1", mistake.Path);
        Assert.StartsWith("is not JSON: ", mistake.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void AFieldTwice() => Assert.StartsWith(
        "is not JSON: ",
        Assert.Single(Assert.Throws<InvalidProgramFileException>(() => ProgramReader.Read("kkr.json", "{ \"id\": \"kkr\", \"id\": \"kkr\" }", Kkr.SchemaJson)).Mistakes).Problem,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("null", "must be an object")]
    [InlineData("[]", "must be an object, not []")]
    [InlineData("7", "must be an object, not 7")]
    public void WhatIsNoObject(string json, string problem) =>
        Assert.Equal(problem, Assert.Single(Assert.Throws<InvalidProgramFileException>(() => ProgramReader.Read("kkr.json", json, Kkr.SchemaJson)).Mistakes).Problem);

    [Fact]
    public void TheException_SaysEverything() => Assert.Equal(
        "The program terms have 1 mistake(s):\nkkr.json: operator is missing",
        Assert.Throws<InvalidProgramFileException>(() => ProgramReader.Read("kkr.json", Changed(program => program.Remove("operator")), Kkr.SchemaJson)).Message);

    private static IReadOnlyList<ProgramMistake> Mistakes(Action<JsonObject> change, string at = "") =>
        Assert.Throws<InvalidProgramFileException>(() => ProgramReader.Read("kkr.json", Changed(change, at), Kkr.SchemaJson)).Mistakes;

    private static string Changed(Action<JsonObject> change, string at = "")
    {
        var program = JsonNode.Parse(Kkr.Json)!.AsObject();
        JsonNode node = program;
        foreach (var name in at.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
            node = int.TryParse(name, out var index) ? node[index]! : node[name]!;
        change(node.AsObject());
        return program.ToJsonString();
    }
}

file static class MistakesShould
{
    public static void ShouldBe(this IReadOnlyList<ProgramMistake> mistakes, params string[] expected) =>
        Assert.Equal(expected, mistakes.Select(mistake => mistake.ToString()));
}
