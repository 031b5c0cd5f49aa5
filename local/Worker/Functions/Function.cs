using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Local.Worker.Functions;

/// <summary>One method with [Function]: what triggers it and how it is called.</summary>
sealed class Function(string name, MethodInfo method, ParameterInfo triggerParameter, Attribute trigger) : FunctionDefinition
{
    public override string Id { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string Name => name;

    public override string EntryPoint => Id;

    public override string PathToAssembly => method.DeclaringType!.Assembly.Location;

    public MethodInfo Method => method;

    public ParameterInfo TriggerParameter => triggerParameter;

    public Attribute Trigger => trigger;

    public RetryPolicy Retry { get; } = RetryPolicy.Of(method);

    /// <summary>Compiled once; the hot path does no reflection.</summary>
    public Func<Invocation, ValueTask<object?>> Call { get; } = MethodCompiler.Compile(method, triggerParameter, trigger);

    public HttpTriggerAttribute? Http => trigger as HttpTriggerAttribute;

    public TimerTriggerAttribute? Timer => trigger as TimerTriggerAttribute;

    public CosmosDBTriggerAttribute? Cosmos => trigger as CosmosDBTriggerAttribute;
}
