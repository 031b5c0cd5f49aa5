using Points.Receipts;

namespace Points.Tests.Receipts;

public sealed class ReceiptLinesTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("KKR 1,000 P", 11)]
    [InlineData("ポイント", 8)]
    [InlineData("ﾎﾟｲﾝﾄ", 5)]
    [InlineData("￥円", 4)]
    [InlineData("𠮷", 2)]
    public void FullWidth_CountsTwo(string text, int columns) => Assert.Equal(columns, ReceiptLines.WidthOf(text));

    [Fact]
    public void APair_FillsTheLine() => Assert.Equal(["残高                     2,630 P"], ReceiptLines.Pair("残高", "2,630 P"));

    [Theory]
    [InlineData("123456789012345678901234567", "残高 123456789012345678901234567")]
    public void OneBlank_IsEnough(string value, string line) => Assert.Equal([line], ReceiptLines.Pair("残高", value));

    [Fact]
    public void APairThatDoesNotFit_TakesTwoLines() =>
        Assert.Equal(["残高", "    1234567890123456789012345678"], ReceiptLines.Pair("残高", "1234567890123456789012345678"));

    [Fact]
    public void AFullWidthCharacter_IsNeverCutInHalf() =>
        Assert.Equal(
            ["a", " あいうえおかきくけこさしすせそx", "                              た"],
            ReceiptLines.Pair("a", "あいうえおかきくけこさしすせそxた"));

    [Fact]
    public void AnOddRest_IsCentredToTheLeft() => Assert.Equal("            KKR残高", ReceiptLines.Centre("KKR残高"));

    [Fact]
    public void ALongTitle_IsCut() => Assert.Equal("あいうえおかきくけこさしすせそた", ReceiptLines.Centre("あいうえおかきくけこさしすせそたちつ"));
}
