using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests;

/// <summary>
/// For a timer function that a test calls itself, with services of its own: nothing is asked of it but that nobody cancels.
/// </summary>
internal sealed class ByHand : FunctionContext
{
    public static FunctionContext Context { get; } = new ByHand();

    public override string InvocationId => throw Unasked();
    public override string FunctionId => throw Unasked();
    public override TraceContext TraceContext => throw Unasked();
    public override BindingContext BindingContext => throw Unasked();
    public override RetryContext RetryContext => throw Unasked();
    public override IServiceProvider InstanceServices { get => throw Unasked(); set => throw Unasked(); }
    public override FunctionDefinition FunctionDefinition => throw Unasked();
    public override IDictionary<object, object> Items { get => throw Unasked(); set => throw Unasked(); }
    public override IInvocationFeatures Features => throw Unasked();

    private static NotSupportedException Unasked() => new("A function called by hand has no invocation.");
}
