using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Web;

/// <summary>
/// A function that answers a browser: its mistakes and failures are pages too, and nobody else's site may send its forms.
/// Everything outside <c>/api</c> is one.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PageAttribute : Attribute
{
    private static readonly HashSet<string> Pages = [.. typeof(PageAttribute).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
        .Where(method => method.GetCustomAttribute<PageAttribute>() is not null)
        .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>()];

    public static bool IsOn(FunctionContext context) => Pages.Contains(context.FunctionDefinition.Name);
}
