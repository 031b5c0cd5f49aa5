namespace Functions.Http;

/// <summary>
/// A terminal that sends too many payloads or codes that nobody has is locked out for those, on this instance; card numbers that a clerk
/// types, and all other terminals, go on.
/// </summary>
public sealed class TerminalGuesses(Settings settings, TimeProvider clock)
{
    private readonly Allowance wrong =
        new(settings.WrongScansPerKeyPerMinute, TimeSpan.FromMinutes(1), "Too many unknown codes with this key.", clock);

    /// <exception cref="ProblemException">429 while the key has no guess left.</exception>
    public void ThrowIfSpent(Caller caller) => wrong.ThrowIfSpent(caller.KeyId);

    /// <exception cref="ProblemException">429 when others with this key were faster.</exception>
    public void CountWrong(Caller caller) => wrong.Take(caller.KeyId);
}
