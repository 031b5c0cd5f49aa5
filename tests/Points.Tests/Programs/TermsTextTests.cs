using Points.Programs;

namespace Points.Tests.Programs;

public sealed class TermsTextTests
{
    [Fact, Clause("KEIO-8")]
    public void AClauseOfALaterVersion_IsNotAmongThoseInForceBefore()
    {
        var keio = Shipped.Keio;

        var before = TermsText.Of(keio, keio.TermsOn(new DateOnly(2022, 10, 1)));
        var now = TermsText.Of(keio, keio.TermsOn(new DateOnly(2024, 4, 1)));

        Assert.Equal(["第7条", "第8条"], before.Clauses.Where(clause => clause.Id is "KEIO-7" or "KEIO-8" or "KEIO-9").Select(clause => clause.Number));
        Assert.Equal(["第7条", "第8条", "第9条"], now.Clauses.Where(clause => clause.Id is "KEIO-7" or "KEIO-8" or "KEIO-9").Select(clause => clause.Number));
    }

    [Fact, Clause("KKR-5.3")]
    public void Clauses_StandInTheirOrder_WithTheirRules()
    {
        var kkr = Kkr.Program;

        var clauses = TermsText.Of(kkr, kkr.TermsOn(new DateOnly(2024, 1, 1))).Clauses;

        Assert.Equal(("第3条第1項", "KKR-P-redeem"), (clauses[0].Number, clauses[^1].Id));
        Assert.Equal(["第5条第1項", "第5条第2項", "第5条第3項", "第5条第4項", "第6条第1項"], clauses.Select(clause => clause.Number).SkipWhile(number => number != "第5条第1項").Take(5));
        Assert.Contains(clauses.Single(clause => clause.Id == "KKR-5.3").Rules, rule => rule.Rule == "redemption.unitPoints" && rule.Texts.Contains("1,000ポイント"));
        Assert.False(clauses[^1].IsInTerms);
    }
}
