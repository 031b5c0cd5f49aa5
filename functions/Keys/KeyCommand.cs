using System.Security.Cryptography;
using Azure.Identity;
using Functions.Http;
using Functions.Programs;
using Functions.Store;
using Microsoft.Azure.Cosmos;
using Points.Programs;

namespace Functions.Keys;

/// <summary>
/// <c>keys new|list|revoke</c> at an operator's console: works on the store with the operator's own sign-in, so there is
/// no call over HTTP that could make a key.
/// </summary>
public static class KeyCommand
{
    public const string Name = "keys";

    private const string Usage = """
        keys new --program P --role pos|front|operator [--facility F]   makes a key and prints it, once
        keys list [--program P]                                         prints what keys there are, without their secrets
        keys revoke KEYID                                               removes a key; it stops working within a minute
        The store: Cosmos__accountEndpoint with your own az login, or Cosmos with a connection string.
        """;

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors)
    {
        var endpoint = Environment.GetEnvironmentVariable("Cosmos__accountEndpoint");
        var connection = Environment.GetEnvironmentVariable("Cosmos");
        if (endpoint is null && connection is null)
            return Fail(errors, Usage);
        var options = new CosmosClientOptions { ApplicationName = "points-keys", ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true };
        using var client = connection is null ? new CosmosClient(endpoint, new AzureCliCredential(), options) : new CosmosClient(connection, options);
        var keys = client.GetContainer(Containers.Database, Containers.Keys);
        return await Run(args, keys, ProgramFiles.Load(Path.Combine(AppContext.BaseDirectory, "programs")), output, errors);
    }

    /// <summary>0 when it is done, 1 when it was asked wrongly or the key is not there.</summary>
    public static async Task<int> Run(string[] args, Container keys, ProgramCatalogue programs, TextWriter output, TextWriter errors)
    {
        switch (args)
        {
            case ["new", .. var rest] when Options(rest, "program", "role", "facility") is { } asked:
                return await New(asked, keys, programs, output, errors);
            case ["list", .. var rest] when Options(rest, "program") is { } asked:
                foreach (var key in await TerminalKeys.List(keys, asked.GetValueOrDefault("program"), CancellationToken.None))
                    await output.WriteLineAsync($"{key.Id}\t{key.Program}\t{key.Facility ?? "(all)"}\t{TerminalKeys.NameOf(key.Role)}");
                return 0;
            case ["revoke", var id] when OperationId.IsWellFormed(id):
                if (!await TerminalKeys.Revoke(keys, id, program: null, CancellationToken.None))
                    return Fail(errors, $"There is no key {id}.");
                await output.WriteLineAsync($"{id} is revoked and stops working within a minute.");
                return 0;
            default:
                return Fail(errors, Usage);
        }
    }

    private static async Task<int> New(Dictionary<string, string> asked, Container keys, ProgramCatalogue programs, TextWriter output, TextWriter errors)
    {
        if (!asked.TryGetValue("program", out var programId) || !programs.ById.TryGetValue(programId, out var program))
            return Fail(errors, $"--program must be one of: {string.Join(", ", programs.ById.Keys)}.");
        if (!asked.TryGetValue("role", out var roleName) || TerminalKeys.Roles.FirstOrDefault(role => TerminalKeys.NameOf(role) == roleName) is not (> Role.Public and var role))
            return Fail(errors, $"--role must be one of: {string.Join(", ", TerminalKeys.Roles.Select(TerminalKeys.NameOf))}.");
        var facility = asked.GetValueOrDefault("facility");
        if (facility is not null && !program.Facilities.ContainsKey(facility))
            return Fail(errors, $"--facility must be one of: {string.Join(", ", program.Facilities.Keys)}.");

        var suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        if (await TerminalKeys.New(keys, programId, facility, role, suffix, CancellationToken.None) is not { } made)
            return Fail(errors, "The id is taken; ask again.");
        await output.WriteLineAsync(made);
        await errors.WriteLineAsync("This is shown once: only its hash is stored. The terminal sends it as Authorization: Bearer <key>.");
        return 0;
    }

    /// <summary><c>--name value</c> pairs; null when something else is there.</summary>
    private static Dictionary<string, string>? Options(string[] args, params string[] known)
    {
        Dictionary<string, string> found = [];
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || !known.Contains(args[i][2..]) || i + 1 == args.Length || !found.TryAdd(args[i][2..], args[i + 1]))
                return null;
        }

        return found;
    }

    private static int Fail(TextWriter errors, string why)
    {
        errors.WriteLine(why);
        return 1;
    }
}
