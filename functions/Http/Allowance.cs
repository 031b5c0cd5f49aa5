namespace Functions.Http;

/// <summary>How often each of many may do something on this instance; who has used it up is refused for a while.</summary>
/// <param name="per">From the first time on.</param>
public sealed class Allowance(int times, TimeSpan per, string title, TimeProvider clock)
{
    private readonly Buckets buckets = new(times, times, per, clock);

    /// <exception cref="ProblemException">429 while nothing is left.</exception>
    public void ThrowIfSpent(string who) => Refuse(buckets.Wait(who));

    /// <exception cref="ProblemException">429 when nothing was left.</exception>
    public void Take(string who) => Refuse(buckets.Take(who));

    private void Refuse(TimeSpan? wait)
    {
        if (wait is { } time)
            throw new ProblemException(Problem.TooMany(title, time));
    }
}
