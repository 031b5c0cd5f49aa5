using Points.Programs;

namespace Points.Ledger;

/// <summary>What a sweep writes: the lapses that are due and that no operation has written yet (KKR-6.3).</summary>
public static class Lapse
{
    /// <summary>Null when nothing is due.</summary>
    public static Accepted? Decide(Account account, Program program, DateTimeOffset now)
    {
        var settled = Settle.Due(account, program, now);
        return settled.Entries is [var first, ..] ? settled.Accept(first.Id) : null;
    }
}
