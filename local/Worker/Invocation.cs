using Local.Worker.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Local.Worker;

/// <summary>One run of a function. Everything that most runs never ask for is made when first asked for.</summary>
sealed class Invocation : FunctionContext
{
    private readonly Function function;
    private string? id;
    private IServiceProvider? services;
    private IDictionary<object, object>? items;
    private ReturnedValue? result;

    public Invocation(Function function, HttpContext request)
    {
        this.function = function;
        Request = request;
        CancellationToken = request.RequestAborted;
    }

    public Invocation(Function function, object triggerValue, IServiceProvider services, CancellationToken cancellationToken)
    {
        this.function = function;
        this.services = services;
        TriggerValue = triggerValue;
        CancellationToken = cancellationToken;
    }

    public override string InvocationId => id ??= Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override FunctionDefinition FunctionDefinition => function;

    /// <summary>For HTTP the request's own services, so that there is one scope and results are executed in it.</summary>
    public override IServiceProvider InstanceServices
    {
        get => services ?? Request!.RequestServices;
        set => services = value;
    }

    public override IDictionary<object, object> Items
    {
        get => items ??= new Dictionary<object, object>();
        set => items = value;
    }

    public override CancellationToken CancellationToken { get; }

    public HttpContext? Request { get; }

    /// <summary>The request, once the middleware that shows it has been passed.</summary>
    public HttpContext? HttpContext { get; set; }

    public object? TriggerValue { get; }

    public InvocationResult Result => result ??= new ReturnedValue();

    public object? Returned => result?.Value;

    /// <summary>The innermost step of the pipeline.</summary>
    public Task Execute()
    {
        var call = function.Call(this);
        if (!call.IsCompletedSuccessfully)
            return Await(call);
        Result.Value = call.Result;
        return Task.CompletedTask;
    }

    private async Task Await(ValueTask<object?> call) => Result.Value = await call;

    private sealed class ReturnedValue : InvocationResult
    {
        public override object? Value { get; set; }
    }
}
