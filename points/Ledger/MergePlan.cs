namespace Points.Ledger;

/// <summary>Several cards whose points become one balance: by merge one card is left, by link all of them.</summary>
/// <param name="Kind"><see cref="EntryKind.Merge"/> or <see cref="EntryKind.Link"/>.</param>
/// <param name="Cards">The receiving card first.</param>
/// <param name="Attempt">Tells the answer of the request that did it from a replay.</param>
public sealed record MergePlan(string Kind, IReadOnlyList<string> Cards, string Attempt)
{
    /// <summary>Cards of one request, and of one account after a link: a head stays small for ever.</summary>
    public const int MaxCards = 8;

    /// <summary>Accounts that one account may take over in its life.</summary>
    public const int MaxAbsorbed = 16;

    public string Into => Cards[0];

    public bool IsLink => Kind == EntryKind.Link;

    /// <summary>The id of the entry that empties an account; with the account and operation that it fills.</summary>
    public static string MovedId(string intoAccountId, string operationId) => $"moved:{intoAccountId}:{operationId}";
}
