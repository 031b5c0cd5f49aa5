using Local.Host.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Logging.Abstractions;

namespace Local.Host.Http;

/// <summary>One HTTP function's template, matched as the real host's routing does it.</summary>
sealed class HttpRoute
{
    private readonly TemplateMatcher matcher;
    private readonly Dictionary<string, IRouteConstraint> constraints;
    private readonly string[] methods;
    private readonly string[] optional;
    // For a quick look: per segment its literal text, or null where a parameter stands; no array where segments vary.
    private readonly string?[]? literals;

    public HttpRoute(HostedFunction function, string routePrefix, IInlineConstraintResolver resolver)
    {
        Function = function;
        var http = (HttpTrigger)function.Trigger;
        Template = Path(function, http, routePrefix);
        methods = http.Methods ?? [];
        var template = TemplateParser.Parse(Template);
        matcher = new TemplateMatcher(template, new RouteValueDictionary(
            template.Parameters.Where(p => p.DefaultValue is not null).Select(p => KeyValuePair.Create(p.Name!, p.DefaultValue))));
        constraints = Constraints(template, resolver);
        optional = [.. template.Parameters.Where(p => p.IsOptional && p.DefaultValue is null).Select(p => p.Name!)];
        if (!template.Parameters.Any(p => p.IsOptional || p.IsCatchAll || p.DefaultValue is not null))
            literals = [.. template.Segments.Select(segment => segment.Parts is [{ IsLiteral: true, Text: var text }] ? text : null)];
    }

    public HostedFunction Function { get; }

    /// <summary>Without a slash in front.</summary>
    public string Template { get; }

    public bool TryMatch(HttpContext http, string[] segments, out RouteValueDictionary values)
    {
        values = [];
        if (!CouldMatch(segments)
            || methods.Length > 0 && !methods.Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase)
            || !matcher.TryMatch(http.Request.Path, values)
            || !RouteConstraintMatcher.Match(
                constraints, values, http, NoRouter.Instance, RouteDirection.IncomingRequest, NullLogger.Instance))
        {
            return false;
        }

        // What was left out is nothing, and no query or body gives it a value.
        foreach (var name in optional)
            values.TryAdd(name, null);
        return true;
    }

    private bool CouldMatch(string[] segments)
    {
        if (literals is null)
            return true;
        if (literals.Length != segments.Length)
            return false;
        for (var i = 0; i < segments.Length; i++)
        {
            if (literals[i] is { } literal && !literal.Equals(segments[i], StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return true;
    }

    private static string Path(HostedFunction function, HttpTrigger http, string routePrefix)
    {
        var route = http.Route ?? function.Name;
        var first = route.Split('/')[0];
        if (route.StartsWith('/'))
            throw Refused(function, $"the route '{route}' begins with a slash, which breaks every route in Azure.");
        if (routePrefix.Length == 0 && first.ToUpperInvariant() is "ADMIN" or "RUNTIME")
            throw Refused(function, $"routes beginning with '{first}' belong to the host.");
        if (http.AuthLevel?.ToUpperInvariant() is not "ANONYMOUS")
            throw Refused(function, "this host keeps no function keys. Use AuthorizationLevel.Anonymous and check the caller in the app.");
        return routePrefix.Length == 0 ? route : $"{routePrefix}/{route}";
    }

    private static InvalidOperationException Refused(HostedFunction function, string why) => new($"Function '{function.Name}': {why}");

    private static Dictionary<string, IRouteConstraint> Constraints(RouteTemplate template, IInlineConstraintResolver resolver)
    {
        var builder = new RouteConstraintBuilder(resolver, template.TemplateText!);
        foreach (var parameter in template.Parameters)
        {
            if (parameter.IsOptional)
                builder.SetOptional(parameter.Name!);
            foreach (var constraint in parameter.InlineConstraints)
                builder.AddResolvedConstraint(parameter.Name!, constraint.Constraint);
        }
        return new Dictionary<string, IRouteConstraint>(builder.Build(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Constraints are asked on behalf of a router; these look at the value alone.</summary>
    private sealed class NoRouter : IRouter
    {
        public static readonly NoRouter Instance = new();

        public VirtualPathData? GetVirtualPath(VirtualPathContext context) => null;

        public Task RouteAsync(RouteContext context) => Task.CompletedTask;
    }
}
