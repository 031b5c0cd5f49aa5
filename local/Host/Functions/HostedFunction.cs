using System.Text.Json;
using Local.Host.Rpc;

namespace Local.Host.Functions;

/// <summary>A function as the worker describes it: what triggers it, and what the host owes it when it fails.</summary>
sealed record HostedFunction(string Name, string Id, string Parameter, Trigger Trigger, RetryPolicy Retry)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    public static HostedFunction From(RpcFunctionMetadata metadata)
    {
        var triggers = metadata.RawBindings.Select(raw => JsonSerializer.Deserialize<JsonElement>(raw))
            .Where(binding => TypeOf(binding).EndsWith("trigger", StringComparison.OrdinalIgnoreCase)).ToList();
        if (triggers is not [var trigger])
            throw new InvalidOperationException($"Function '{metadata.Name}' has {triggers.Count} triggers: it needs exactly one.");
        var parameter = trigger.GetProperty("name").GetString()!;
        return new HostedFunction(
            metadata.Name, metadata.FunctionId, parameter, Read(metadata.Name, trigger), RetryPolicy.Of(metadata.RetryOptions));
    }

    private static Trigger Read(string name, JsonElement binding)
    {
        var type = TypeOf(binding);
        Trigger? trigger = type.ToUpperInvariant() switch
        {
            "HTTPTRIGGER" => binding.Deserialize<HttpTrigger>(Json),
            "TIMERTRIGGER" => binding.Deserialize<TimerTrigger>(Json),
            "COSMOSDBTRIGGER" => binding.Deserialize<CosmosTrigger>(Json),
            _ => null,
        };
        return trigger ?? throw new InvalidOperationException($"Function '{name}' has a {type}, which this host does not know.");
    }

    private static string TypeOf(JsonElement binding) => binding.GetProperty("type").GetString()!;
}
