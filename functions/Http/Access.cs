using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Functions.Programs;
using Points.Programs;

namespace Functions.Http;

/// <summary>Who may call; each role of a key includes the ones before it. A member comes with a session, and only to pages.</summary>
[JsonConverter(typeof(CamelCaseNames<Role>))]
public enum Role { Public, Member, Pos, Front, Operator }

/// <summary>What a function asks of its caller. A function without it cannot be called at all.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AccessAttribute(Role role) : Attribute
{
    public Role Role => role;

    /// <summary>True when the call changes something and so needs an <c>Idempotency-Key</c>.</summary>
    public bool Changes { get; init; }

    public int MaxBytes { get; init; } = RequestSizeMiddleware.MaxBytes;

    private static readonly Dictionary<string, AccessAttribute> ByFunction = typeof(AccessAttribute).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
        .Select(method => (Function: method.GetCustomAttribute<FunctionAttribute>()?.Name, Access: method.GetCustomAttribute<AccessAttribute>()))
        .Where(found => found is { Function: not null, Access: not null })
        .ToDictionary(found => found.Function!, found => found.Access!);

    public static AccessAttribute Of(FunctionContext context) =>
        ByFunction.GetValueOrDefault(context.FunctionDefinition.Name)
        ?? throw new InvalidOperationException($"Function {context.FunctionDefinition.Name} does not say who may call it.");
}

/// <summary>The terminal that calls, as its key says.</summary>
/// <param name="Facility">The only facility it may act for; null for all of the program.</param>
public sealed record Caller(string KeyId, string Program, string? Facility, Role Role)
{
    /// <summary>The program of the route, if the key is for it.</summary>
    /// <exception cref="ProblemException">404 when it is for another.</exception>
    public Program OfProgram(string program, ProgramCatalogue programs) =>
        program == Program ? programs[program] : throw new ProblemException(Problem.NotFound("program-unknown", "The key is for another program."));

    public static Caller Of(HttpContext http) => http.Features.GetRequiredFeature<Caller>();
}

/// <summary>The caller's own id of the operation: the Idempotency-Key.</summary>
public sealed record OperationId(string Value)
{
    public const int MaxLength = 64;

    public static string Of(HttpContext http) => http.Features.GetRequiredFeature<OperationId>().Value;

    public static bool IsWellFormed(string? value) =>
        value is { Length: >= 1 and <= MaxLength } && !value.AsSpan().ContainsAnyExcept(Allowed);

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
}
