namespace Local.Cosmos.Storage;

/// <summary>SQLite refused: the disk is full, unreadable, or the statement violated a constraint (<see cref="IsConstraint"/>).</summary>
internal sealed class StorageException(int code, string message) : Exception($"SQLite {code}: {message}")
{
    private const int Constraint = 19;

    public bool IsConstraint => (code & 0xff) == Constraint;
}
