using System.Threading.RateLimiting;
using Functions.Store;
using Microsoft.Extensions.Logging;

namespace Functions.MyPage;

/// <summary>
/// Answers to questions about an address that must tell nothing about it: the same page after the same time, whatever was
/// found and whatever went wrong on the way.
/// </summary>
public sealed class EvenAnswers(Settings settings, ILogger<EvenAnswers> log) : IDisposable
{
    /// <summary>Longer than the work takes, so that the time tells nothing.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(400);

    private readonly PartitionedRateLimiter<string> perAddress = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = settings.LoginMailsPerAddress, Window = LoginLinks.Lifetime,
        }));

    /// <param name="address">A key of the address: too many mails to one are not sent, and the answer stays the same.</param>
    public async Task After(string address, Func<Task> work)
    {
        var pause = Task.Delay(Least);
        using var lease = perAddress.AttemptAcquire(address);
        if (lease.IsAcquired)
        {
            try
            {
                await work();
            }
            catch (StoreUnavailableException down)
            {
                // Telling it would tell that there was something to do; the member asks again.
                log.LogWarning("A mail could not be sent: {Problem}", down.Message);
            }
        }
        else
        {
            log.LogInformation("Too many mails to one address; none is sent for a while.");
        }

        await pause;
    }

    /// <summary>For work that every address asks for alike: when it fails, saying so tells nothing.</summary>
    public static async Task AtLeast(Func<Task> work)
    {
        var pause = Task.Delay(Least);
        await work();
        await pause;
    }

    public void Dispose() => perAddress.Dispose();
}
