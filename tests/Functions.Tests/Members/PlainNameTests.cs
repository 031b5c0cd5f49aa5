using Functions.Members;

namespace Functions.Tests.Members;

public sealed class PlainNameTests
{
    [Theory, Clause("KKR-11.1")]
    [InlineData("ﾔﾏﾀﾞ ﾊﾅｺ", "ヤマダハナコ")]
    [InlineData("やまだ　はなこ", "ヤマダハナコ")]
    [InlineData("ｳﾞｨｯﾄ ﾍﾟｰﾀｰ", "ヴィットペーター")]
    [InlineData("ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟﾊﾞﾋﾞﾌﾞﾍﾞﾎﾞ", "パピプペポバビブベボ")]
    [InlineData("か\u3099は\u309Aゔゞ", "ガパヴヾ")]
    [InlineData("Ｓｍｉｔｈ　ｼﾞｮﾝ", "SMITHジョン")]
    [InlineData("ﾝ゛", "ン゛")]
    [InlineData(null, "")]
    public void OneName_HasOnePlainForm(string? written, string plain) => Assert.Equal(plain, PlainName.Of(written));

    [Fact]
    public void OtherNames_StayApart() =>
        Assert.Equal(4, new[] { "ヤマタ", "ヤマダ", "ヤマダー", "山田" }.Select(PlainName.Of).Distinct().Count());
}
