using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Local.Worker.Functions;

/// <summary>Turns a function's method into one delegate: make the instance, bind the arguments, call, await, box.</summary>
static class MethodCompiler
{
    private static readonly object[] NoArguments = [];

    public static Func<Invocation, ValueTask<object?>> Compile(MethodInfo method, ParameterInfo trigger, Attribute attribute)
    {
        var invocation = Expression.Parameter(typeof(Invocation), "invocation");
        // By position: reflection may hand out two objects for one parameter when apps start side by side.
        var arguments = method.GetParameters().Select(p => Bind(p, p.Position == trigger.Position, attribute, invocation));
        var call = Expression.Call(method.IsStatic ? null : Instance(method.DeclaringType!, invocation), method, arguments);
        return Expression.Lambda<Func<Invocation, ValueTask<object?>>>(Returned(call, method), invocation).Compile();
    }

    private static Expression Instance(Type type, Expression invocation)
    {
        // Without dependencies no service scope needs to exist.
        if (type.GetConstructor(Type.EmptyTypes) is { } constructor && type.GetConstructors().Length == 1)
            return Expression.New(constructor);
        var create = Expression.Constant(ActivatorUtilities.CreateFactory(type, Type.EmptyTypes));
        var services = Expression.Property(invocation, nameof(Invocation.InstanceServices));
        return Expression.Convert(Expression.Invoke(create, services, Expression.Constant(NoArguments)), type);
    }

    private static Expression Bind(ParameterInfo parameter, bool isTrigger, Attribute trigger, Expression invocation)
    {
        var type = parameter.ParameterType;
        if (isTrigger && trigger is HttpTriggerAttribute)
        {
            return type == typeof(HttpRequest)
                ? Expression.Property(Expression.Property(invocation, nameof(Invocation.Request)), nameof(HttpContext.Request))
                : throw Cannot(parameter, "the HTTP trigger binds HttpRequest");
        }
        if (isTrigger)
            return Expression.Convert(Expression.Property(invocation, nameof(Invocation.TriggerValue)), type);
        if (type.IsAssignableFrom(typeof(Invocation)) && type != typeof(object))
            return Expression.Convert(invocation, type);
        if (type == typeof(CancellationToken))
            return Expression.Property(invocation, nameof(Invocation.CancellationToken));
        if (trigger is HttpTriggerAttribute http && IsInRoute(http, parameter))
            return RouteParameter.Read(parameter, Expression.Property(invocation, nameof(Invocation.Request)));
        throw Cannot(parameter, "it is not a FunctionContext, a CancellationToken or a parameter of the route");
    }

    private static bool IsInRoute(HttpTriggerAttribute trigger, ParameterInfo parameter) =>
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(trigger.Route ?? "").GetParameter(parameter.Name!) is not null;

    private static Expression Returned(MethodCallExpression call, MethodInfo method)
    {
        var type = method.ReturnType;
        if (type == typeof(void))
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        if (type == typeof(Task))
            return Expression.Call(typeof(MethodCompiler), nameof(Finished), null, call);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            return Expression.Call(typeof(MethodCompiler), nameof(Result), type.GetGenericArguments(), call);
        // The real worker does not await a ValueTask.
        if (type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
            throw new InvalidOperationException($"{method.DeclaringType}.{method.Name} returns a ValueTask: return a Task.");
        return Expression.New(
            typeof(ValueTask<object?>).GetConstructor([typeof(object)])!, Expression.Convert(call, typeof(object)));
    }

    private static async ValueTask<object?> Finished(Task task)
    {
        await task;
        return null;
    }

    private static ValueTask<object?> Result<T>(Task<T> task)
    {
        return task.IsCompletedSuccessfully ? new(task.Result) : Await(task);

        static async ValueTask<object?> Await(Task<T> task) => await task;
    }

    private static InvalidOperationException Cannot(ParameterInfo parameter, string why) =>
        new($"Cannot bind parameter '{parameter.Name}' of {parameter.Member.DeclaringType}.{parameter.Member.Name}: {why}.");
}
