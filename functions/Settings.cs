using Microsoft.Extensions.Configuration;

namespace Functions;

/// <summary>The app's settings, validated before anything starts; <c>local.settings.sample.json</c> lists them all.</summary>
public sealed record Settings
{
    /// <summary>Either this, or <see cref="CosmosEndpoint"/> with a managed identity.</summary>
    public string? CosmosConnectionString { get; init; }

    public string? CosmosEndpoint { get; init; }
    public string? CosmosClientId { get; init; }
    public required string Database { get; init; }

    /// <summary>Creates database, containers and, on this machine only, the sample keys. In Azure the template does it.</summary>
    public required bool CreateStore { get; init; }

    /// <summary>From which card numbers and scan tokens are derived; at least 32 characters, never changed once cards exist.</summary>
    public required string TokenSecret { get; init; }

    /// <summary>The folder with the program files and their schema; those beside the app unless another one is named.</summary>
    public required string ProgramsFolder { get; init; }

    public required int RequestsPerKeyPerMinute { get; init; }

    /// <summary>How often a client may guess wrong at a public call that takes a code.</summary>
    public required int WrongCodesPerMinute { get; init; }

    /// <summary>Where the web pages are, as links in mails name it.</summary>
    public required string SiteAddress { get; init; }

    public required string MailFrom { get; init; }

    /// <summary>How far back an operation may have happened, in days.</summary>
    public required int OldestDays { get; init; }

    /// <summary>Programs (<c>kkr</c>) and facilities (<c>kkr/tokyo</c>) whose service is paused for maintenance, separated by commas.</summary>
    public required IReadOnlyList<string> Paused { get; init; }

    public bool IsPaused(string program, string? facility) => Paused.Contains(program) || facility is not null && Paused.Contains($"{program}/{facility}");

    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static Settings From(IConfiguration configuration)
    {
        var settings = new Settings
        {
            CosmosConnectionString = configuration["Cosmos:ConnectionString"],
            CosmosEndpoint = configuration["Cosmos:accountEndpoint"],
            CosmosClientId = configuration["Cosmos:clientId"],
            Database = configuration["Cosmos:Database"] ?? "points",
            CreateStore = configuration.GetValue("Store:Create", defaultValue: false),
            TokenSecret = configuration["Cards:TokenSecret"] ?? "",
            ProgramsFolder = configuration["Programs:Folder"] is { Length: > 0 } folder ? folder : Path.Combine(AppContext.BaseDirectory, "programs"),
            RequestsPerKeyPerMinute = configuration.GetValue("RateLimit:PerKeyPerMinute", 6_000),
            WrongCodesPerMinute = configuration.GetValue("RateLimit:PublicPerMinute", 60),
            SiteAddress = (configuration["Site:BaseAddress"] ?? "http://localhost:7071").TrimEnd('/'),
            MailFrom = configuration["Mail:From"] ?? "no-reply@localhost",
            Paused = (configuration["Service:Paused"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            OldestDays = configuration.GetValue("Operations:OldestDays", 30),
        };
        if (settings.TokenSecret.Length < 32)
            throw new InvalidOperationException("Setting Cards__TokenSecret needs at least 32 characters; local.settings.sample.json has one for this machine.");
        if (settings.CosmosConnectionString is null && settings.CosmosEndpoint is null)
            throw new InvalidOperationException("Setting Cosmos__accountEndpoint or Cosmos__ConnectionString must say where the store is.");
        if (!Directory.Exists(settings.ProgramsFolder))
            throw new InvalidOperationException($"Setting Programs__Folder names {settings.ProgramsFolder}, which is not there.");
        if (settings.RequestsPerKeyPerMinute < 1 || settings.WrongCodesPerMinute < 1 || settings.OldestDays < 0)
            throw new InvalidOperationException("Settings RateLimit__PerKeyPerMinute, RateLimit__PublicPerMinute and Operations__OldestDays must be positive.");
        return settings;
    }
}
