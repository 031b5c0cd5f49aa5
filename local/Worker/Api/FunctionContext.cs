namespace Microsoft.Azure.Functions.Worker;

public abstract class FunctionContext
{
    public abstract string InvocationId { get; }

    public abstract string FunctionId { get; }

    public abstract FunctionDefinition FunctionDefinition { get; }

    public abstract IServiceProvider InstanceServices { get; set; }

    public abstract IDictionary<object, object> Items { get; set; }

    public virtual CancellationToken CancellationToken => default;
}

public abstract class FunctionDefinition
{
    public abstract string Id { get; }

    public abstract string Name { get; }

    /// <summary>Namespace, type and method, with dots.</summary>
    public abstract string EntryPoint { get; }

    public abstract string PathToAssembly { get; }
}

public abstract class InvocationResult
{
    public abstract object? Value { get; set; }
}
