namespace Local.Cosmos.Storage;

/// <summary>Something waiting for the writer's thread. Continuations never run on that thread.</summary>
internal abstract class Work
{
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public void Succeed() => _done.TrySetResult();

    public void Fail(Exception error) => _done.TrySetException(error);
}

/// <summary>A change of the catalog, in a transaction of its own.</summary>
internal abstract class CatalogChange : Work
{
    public abstract void Apply(Connection connection);

    public abstract void Committed(Connection connection);
}

internal sealed class CatalogChange<T>(Func<Connection, T> change, Action<Connection> committed) : CatalogChange
{
    T? _result;

    public T Result => _result!;

    public override void Apply(Connection connection) => _result = change(connection);

    public override void Committed(Connection connection) => committed(connection);
}
