using Points.Cards;

namespace Points.Tests.Cards;

public sealed class CardNumberTests
{
    [Theory]
    [InlineData("4101000000000018")]
    [InlineData("4101123456789015")]
    [InlineData("4101012345678903")]
    public void AGoodNumber_IsWellFormed(string number) => Assert.True(CardNumber.IsWellFormed(number));

    [Theory]
    [InlineData("")]
    [InlineData("4101000000000019")]
    [InlineData("410100000000018")]
    [InlineData("41010000000000180")]
    [InlineData("4101 00000000018")]
    [InlineData("410100000000001８")]
    [InlineData("４１０１０００００００００００１８")]
    [InlineData("410100000000001x")]
    public void AnythingElse_IsNot(string number) => Assert.False(CardNumber.IsWellFormed(number));

    [Fact]
    public void OneWrongDigit_IsAlwaysNoticed()
    {
        const string number = "4101123456789015";
        for (var at = 0; at < 16; at++)
        {
            foreach (var digit in "0123456789".Where(d => d != number[at]))
                Assert.False(CardNumber.IsWellFormed($"{number[..at]}{digit}{number[(at + 1)..]}"));
        }
    }

    [Fact]
    public void TwoNeighboursSwapped_AreNoticed_ExceptZeroAndNine()
    {
        Assert.False(CardNumber.IsWellFormed("4011123456789015"));
        Assert.False(CardNumber.IsWellFormed("4101213456789015"));
        // 90 and 09 weigh the same in this check digit.
        Assert.True(CardNumber.IsWellFormed("4101123456780915"));
    }

    [Fact]
    public void FromASeed_ItHasThePrefix_AndItsCheckDigit() =>
        Assert.Equal("4101123456789015", CardNumber.From("4101", [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 251]));

    [Fact]
    public void Masked_ShowsTheLastFourDigitsOnly() => Assert.Equal("****-****-****-9015", CardNumber.Masked("4101123456789015"));
}
