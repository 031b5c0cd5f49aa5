using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Local.Worker.Functions;

/// <summary>
/// Where to look for functions. The entry assembly by default; a test registers its own as a singleton,
/// or names an assembly in the setting <c>Local:Functions</c>.
/// </summary>
public sealed record FunctionTypes(IReadOnlyList<Type> Types)
{
    public static FunctionTypes Of(params Type[] types) => new(types);

    public static FunctionTypes In(Assembly assembly) => new(assembly.GetExportedTypes());

    internal static FunctionTypes Default(IConfiguration configuration) =>
        configuration["Local:Functions"] is { Length: > 0 } name
            ? In(Assembly.Load(name))
            : In(Assembly.GetEntryAssembly() ?? throw new InvalidOperationException("There is no entry assembly to look for functions in."));

    internal IReadOnlyList<Function> Discover()
    {
        var found = new List<Function>();
        foreach (var type in Types)
        {
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                if (method.GetCustomAttribute<FunctionAttribute>() is { } attribute)
                    found.Add(Describe(attribute.Name, method));
            }
        }
        // Function names are compared without case by the real host too.
        if (found.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new InvalidOperationException($"Two functions are named '{same.Key}': {string.Join(", ", same.Select(f => f.EntryPoint))}.");
        return found;
    }

    private static Function Describe(string name, MethodInfo method)
    {
        if (method.DeclaringType!.ContainsGenericParameters || method.ContainsGenericParameters)
            throw new InvalidOperationException($"Function '{name}' is generic: the worker cannot call it.");
        var triggers = method.GetParameters()
            .SelectMany(parameter => parameter.GetCustomAttributes().Where(IsTrigger).Select(trigger => (parameter, trigger)))
            .ToList();
        if (triggers is not [var (parameter, trigger)])
            throw new InvalidOperationException($"Function '{name}' has {triggers.Count} triggers: it needs exactly one.");
        if (trigger is HttpTriggerAttribute && method.IsDefined(typeof(RetryAttribute)))
            throw new InvalidOperationException($"Function '{name}' has a retry attribute, which Azure ignores on HTTP functions.");
        return new Function(name, method, parameter, trigger);
    }

    private static bool IsTrigger(Attribute attribute) =>
        attribute is HttpTriggerAttribute or TimerTriggerAttribute or CosmosDBTriggerAttribute;
}
