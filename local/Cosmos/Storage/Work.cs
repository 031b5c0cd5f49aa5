namespace Local.Cosmos.Storage;

/// <summary>Something waiting for the writer's thread. Continuations never run on that thread.</summary>
internal abstract class Work
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => done.Task;

    public void Succeed() => done.TrySetResult();

    public void Fail(Exception error) => done.TrySetException(error);
}

/// <summary>A change of the catalog, in a transaction of its own.</summary>
internal abstract class CatalogChange : Work
{
    public abstract void Apply(Connection connection);

    public abstract void Committed(Connection connection);
}

internal sealed class CatalogChange<T>(Func<Connection, T> change, Action<Connection> committed) : CatalogChange
{
    private T? result;

    public T Result => result!;

    public override void Apply(Connection connection) => result = change(connection);

    public override void Committed(Connection connection) => committed(connection);
}
