using Functions.Members;

namespace Functions.Tests.Members;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("Taro@Docomo.NE.jp", "Taro@docomo.ne.jp", "taro@docomo.ne.jp")]
    [InlineData("a..b@docomo.ne.jp", "a..b@docomo.ne.jp", "a..b@docomo.ne.jp")]
    [InlineData("abc.@ezweb.ne.jp", "abc.@ezweb.ne.jp", "abc.@ezweb.ne.jp")]
    [InlineData(".abc@docomo.ne.jp", ".abc@docomo.ne.jp", ".abc@docomo.ne.jp")]
    [InlineData("-abc@docomo.ne.jp", "-abc@docomo.ne.jp", "-abc@docomo.ne.jp")]
    [InlineData("\"a..B\"@docomo.ne.jp", "a..B@docomo.ne.jp", "a..b@docomo.ne.jp")]
    [InlineData("a+b/c=d@example.co.jp", "a+b/c=d@example.co.jp", "a+b/c=d@example.co.jp")]
    public void AnAddress_IsKeptAsItWasRegistered_AndComparedInLowerCase(string given, string registered, string lookup)
    {
        Assert.True(EmailAddress.IsWellFormed(given));
        Assert.Equal((registered, lookup), (EmailAddress.Registered(given), EmailAddress.ForLookup(given)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("taro")]
    [InlineData("@docomo.ne.jp")]
    [InlineData("taro@")]
    [InlineData("taro@localhost")]
    [InlineData("taro@-docomo.ne.jp")]
    [InlineData("a@b@docomo.ne.jp")]
    [InlineData("taro @docomo.ne.jp")]
    [InlineData("taro@docomo.ne.jp\n")]
    [InlineData("太郎@docomo.ne.jp")]
    [InlineData("taro@docomo..jp")]
    [InlineData("\"taro@docomo.ne.jp")]
    public void WhatIsNoAddress_IsRefused(string given) => Assert.False(EmailAddress.IsWellFormed(given));

    [Fact]
    public void AnAddressHasAtMost254Characters()
    {
        var domain = $"{new string('d', 63)}.{new string('d', 63)}.{new string('d', 58)}.jp";

        Assert.True(EmailAddress.IsWellFormed($"{new string('a', 254 - 1 - domain.Length)}@{domain}"));
        Assert.False(EmailAddress.IsWellFormed($"{new string('a', 255 - 1 - domain.Length)}@{domain}"));
    }

    [Theory]
    [InlineData("090-1234-5678", "090-****-5678")]
    [InlineData("09012345678", "090****5678")]
    [InlineData("+81 90 1234 5678", "+81 9* **** 5678")]
    [InlineData("123456", "****56")]
    public void APhoneNumber_ShowsItsEnds(string phone, string masked) => Assert.Equal(masked, Masked.Phone(phone));

    [Fact]
    public void ContactsAreMasked_WithoutDividingACharacter()
    {
        Assert.Equal("a***@docomo.ne.jp", Masked.Email("a..b@docomo.ne.jp"));
        Assert.Equal("100-****", Masked.PostalCode("100-0001"));
        Assert.Equal("100-****", Masked.PostalCode("1000001"));
        Assert.Equal("東京都千代田＊＊＊", Masked.Address("東京都千代田区九段南1-1-10"));
        Assert.Equal("𠮷＊＊＊", Masked.Address("𠮷野"));
        Assert.Equal("𠮷＊ 太＊", Masked.Name("𠮷田　太郎"));
    }
}
