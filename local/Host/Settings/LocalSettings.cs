using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Local.Host.Settings;

/// <summary>The settings of the host itself.</summary>
sealed class LocalSettings(IConfiguration configuration)
{
    public int Port => PortOf("PORT", 7071);

    public int CosmosPort => PortOf("COSMOS_PORT", 8081);

    public string DataFolder => Path.GetFullPath(configuration["POINTS_DATA"] is { Length: > 0 } folder ? folder : ".local");

    /// <summary>Whether the start names every function: <c>./run --Local:List=true</c>.</summary>
    public bool ListsFunctions => configuration.GetValue("Local:List", defaultValue: false);

    /// <summary>Whether the start says where it listens. A test that starts many apps does not read it.</summary>
    public bool SaysReady => configuration.GetValue("Local:Ready", defaultValue: true);

    /// <summary>Whether change feeds are read. A test that counts what it costs has none beside it.</summary>
    public bool RunsFeeds => configuration.GetValue("Local:Feeds", defaultValue: true);

    /// <summary>Whether timers fire by themselves; an admin call runs one all the same.</summary>
    public bool RunsTimers => configuration.GetValue("Local:Timers", defaultValue: true);

    private int PortOf(string name, int otherwise) => configuration[name] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535 => port,
        var text => throw new InvalidOperationException($"{name}={text} is not a port: 0 to 65535, where 0 is any free one."),
    };
}
