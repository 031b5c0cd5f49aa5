using Functions.Http;
using Functions.Store;
using Microsoft.Extensions.Logging;

namespace Functions.MyPage;

/// <summary>
/// Answers to questions about an address that must tell nothing about it: the same page after the same time, whatever was
/// found and whatever went wrong on the way.
/// </summary>
public sealed class EvenAnswers(Settings settings, TimeProvider clock, ILogger<EvenAnswers> log)
{
    private readonly Buckets perAddress = new(settings.LoginMailsPerAddress, settings.LoginMailsPerAddress, LoginLinks.Lifetime, clock);

    /// <param name="address">A key of the address: too many mails to one are not sent, and the answer stays the same.</param>
    public async Task After(string address, Func<Task> work)
    {
        var pause = Pause();
        if (perAddress.Take(address) is null)
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
    public async Task AtLeast(Func<Task> work)
    {
        var pause = Pause();
        await work();
        await pause;
    }

    private Task Pause() => Task.Delay(settings.LeastAnswer, clock);
}
