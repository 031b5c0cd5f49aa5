using Functions.MyPage;
using Functions.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Functions.Tests.MyPage;

/// <summary>Whoever asks about an address learns nothing from how long the answer takes.</summary>
public sealed class EvenAnswersTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(9)));
    private int mails;

    [Fact]
    public async Task AnAnswer_TakesTheSameTime_WhateverWasFoundAndWhateverWentWrong()
    {
        var even = Even();
        Func<Task>[] works =
            [() => Task.CompletedTask, Mail, () => throw new StoreUnavailableException("read lookups", outcomeUnknown: false)];
        var answers = works.Select((work, i) => even.After($"address-{i}", work)).Append(even.AtLeast(Mail)).ToList();

        clock.Advance(TimeSpan.FromMilliseconds(399));
        Assert.All(answers, answer => Assert.False(answer.IsCompleted));
        clock.Advance(TimeSpan.FromMilliseconds(1));

        await Waiting.Within("All are answered", Task.WhenAll(answers));
        Assert.Equal(2, mails);
    }

    [Fact]
    public async Task TheSixthMailToOneAddress_IsNotSent_AndItsAnswerTakesAsLong_UntilAQuarterOfAnHourIsOver()
    {
        var even = Even();
        for (var i = 0; i < 5; i++)
            await After(even);
        var sixth = even.After("address", Mail);

        Assert.False(sixth.IsCompleted);
        Assert.Equal(5, mails);
        clock.Advance(TimeSpan.FromMinutes(14.9));
        await After(even);
        Assert.Equal(5, mails);
        clock.Advance(TimeSpan.FromMinutes(0.1));
        await After(even);
        Assert.Equal(6, mails);
        await sixth;
    }

    private async Task After(EvenAnswers even)
    {
        var answer = even.After("address", Mail);
        clock.Advance(TimeSpan.FromMilliseconds(400));
        await Waiting.Within("It is answered", answer);
    }

    private Task Mail()
    {
        mails++;
        return Task.CompletedTask;
    }

    /// <summary>As it is in Azure: 400 ms, 5 mails.</summary>
    private EvenAnswers Even()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cards:TokenSecret"] = "a secret of the tests, 32 characters and more",
            ["Cosmos"] = "none",
            ["Journal:ConnectionString"] = "none",
        }).Build();
        return new EvenAnswers(Settings.From(configuration), clock, NullLogger<EvenAnswers>.Instance);
    }
}
