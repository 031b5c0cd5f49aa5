using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Local.Worker.Settings;

/// <summary>The settings of the runtime itself, and how a trigger's <c>%Setting%</c> is replaced.</summary>
sealed class LocalSettings(IConfiguration configuration)
{
    public int Port => PortOf("PORT", 7071);

    public int CosmosPort => PortOf("COSMOS_PORT", 8081);

    public string DataFolder => Path.GetFullPath(configuration["POINTS_DATA"] is { Length: > 0 } folder ? folder : ".local");

    /// <summary>Whether the start names every function: <c>./run --Local:List=true</c>.</summary>
    public bool ListsFunctions => configuration.GetValue("Local:List", defaultValue: false);

    public string? this[string name] => configuration[name.Replace("__", ":", StringComparison.Ordinal)];

    public string Resolve(string text)
    {
        var parts = text.Split('%');
        if (parts.Length % 2 == 0)
            throw new InvalidOperationException($"'{text}' has a percent sign without its partner.");
        for (var i = 1; i < parts.Length; i += 2)
            parts[i] = this[parts[i]] ?? throw new InvalidOperationException($"The setting '{parts[i]}' that '{text}' names does not exist.");
        return string.Concat(parts);
    }

    private int PortOf(string name, int otherwise) => configuration[name] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535 => port,
        var text => throw new InvalidOperationException($"{name}={text} is not a port: 0 to 65535, where 0 is any free one."),
    };
}
