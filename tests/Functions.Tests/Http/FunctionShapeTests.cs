using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Functions.Tests.Http;

/// <summary>
/// What the real host makes of a function. It hands over query parameters, body fields, route values, Query and Headers
/// under their names, and the worker binds a parameter of such a name to it; it looks settings up under another name than
/// they were written; it takes the first route by name.
/// </summary>
public sealed class FunctionShapeTests
{
    private static readonly IReadOnlyList<MethodInfo> All =
        [.. typeof(PointsApp).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))];

    [Fact]
    public void AFunctionThatIsCalled_TakesTheRequest_TheParametersOfItsRoute_AndNothingElse()
    {
        Assert.Equal(106, All.Count(method => HttpOf(method) is not null));
        Assert.All(All.Where(method => HttpOf(method) is not null), method => Assert.Empty(
            method.GetParameters().Where(parameter => parameter.ParameterType != typeof(HttpRequest) && !IsOfTheRoute(method, parameter))
                .Select(parameter => $"{NameOf(method)} takes {parameter.Name}")));
    }

    [Fact]
    public void AFunctionThatRunsByItself_TakesItsTrigger_AndTheContext() =>
        Assert.All(All.Where(method => HttpOf(method) is null), method => Assert.Empty(
            method.GetParameters()
                .Where(parameter => parameter.GetCustomAttribute<TriggerBindingAttribute>() is null
                    && parameter.ParameterType != typeof(FunctionContext))
                .Select(parameter => $"{NameOf(method)} takes {parameter.Name}")));

    [Fact]
    public void NoTrigger_NamesASettingOfASection() =>
        Assert.All(
            All.SelectMany(method => method.GetParameters())
                .SelectMany(parameter => parameter.GetCustomAttributes<TriggerBindingAttribute>()),
            trigger => Assert.DoesNotContain(
                trigger.GetType().GetProperties().Where(property => property.PropertyType == typeof(string))
                    .Select(property => (string?)property.GetValue(trigger)),
                text => text?.Contains('%', StringComparison.Ordinal) == true && text.Contains("__", StringComparison.Ordinal)));

    [Fact]
    public void OfTwoRoutesThatFitOnePath_TheMoreLiteralOneComesFirst()
    {
        var routes = All.Select(method => (Method: method, Http: HttpOf(method)!)).Where(found => found.Http is not null)
            .Select(found => (Name: NameOf(found.Method), found.Http.Methods, Segments: SegmentsOf(found.Http.Route!))).ToList();
        var overlapping =
            from one in routes
            from other in routes
            where string.Compare(one.Name, other.Name, StringComparison.OrdinalIgnoreCase) < 0
            where one.Methods!.Intersect(other.Methods!).Any() && Overlap(one.Segments, other.Segments)
            select (First: one, Second: other);

        Assert.Equal([("ConfirmMailPage", "MyPage")], overlapping.Select(pair => (pair.First.Name, pair.Second.Name)));
        Assert.All(overlapping, pair => Assert.True(
            Literals(pair.First.Segments) > Literals(pair.Second.Segments),
            $"{pair.First.Name} takes every request of {pair.Second.Name}: name it so that it sorts behind"));
    }

    private static HttpTriggerAttribute? HttpOf(MethodInfo method) =>
        method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .OfType<HttpTriggerAttribute>().SingleOrDefault();

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static bool IsOfTheRoute(MethodInfo method, ParameterInfo parameter) =>
        RoutePatternFactory.Parse(HttpOf(method)!.Route!).GetParameter(parameter.Name!) is not null;

    /// <summary>Each segment's text, or null where a parameter stands.</summary>
    private static List<string?> SegmentsOf(string route) =>
        [.. RoutePatternFactory.Parse(route).PathSegments.Select(segment => segment.Parts[0] switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            // The root's, which has no text.
            RoutePatternParameterPart parameter when parameter.ParameterPolicies.Any(policy => policy.Content == "maxlength(0)") => "",
            _ => null,
        })];

    private static bool Overlap(List<string?> one, List<string?> other) =>
        one.Count == other.Count && one.Zip(other).All(pair =>
            pair.First is null || pair.Second is null || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    private static int Literals(List<string?> segments) => segments.Count(segment => segment is not null);
}
