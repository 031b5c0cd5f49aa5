namespace Functions.Store;

/// <summary>The store did not answer in time. When a write was under way its outcome is unknown: repeat it or fence it.</summary>
public sealed class StoreUnavailableException(string what, bool outcomeUnknown, Exception? inner = null)
    : Exception($"The store did not answer: {what}.", inner)
{
    public bool OutcomeUnknown => outcomeUnknown;
}
