using Functions.Http;
using Functions.Mail.Inbound;
using Microsoft.Extensions.Configuration;

namespace Functions;

/// <summary>The app's settings, validated before anything starts; <c>local.settings.sample.json</c> lists them all.</summary>
public sealed record Settings
{
    /// <summary>This, under the name that the Cosmos extension knows, or <see cref="CosmosEndpoint"/> with a managed identity.</summary>
    public string? CosmosConnectionString { get; init; }

    public string? CosmosEndpoint { get; init; }
    public string? CosmosClientId { get; init; }

    /// <summary>Creates database, containers and, on this machine only, the sample keys. In Azure the template does it.</summary>
    public required bool CreateStore { get; init; }

    /// <summary>From which card numbers and scan tokens are derived; at least 32 characters, never changed once cards exist.</summary>
    public required string TokenSecret { get; init; }

    /// <summary>The folder with the program files and their schema; those beside the app unless another one is named.</summary>
    public required string ProgramsFolder { get; init; }

    /// <summary>Who is believed about the address of a client.</summary>
    public required AddressSource ClientAddressFrom { get; init; }

    /// <summary>The id of our own Front Door profile, where one stands before the app.</summary>
    public string? FrontDoorId { get; init; }

    public required int RequestsPerKeyPerMinute { get; init; }

    /// <summary>How often a client may guess wrong at a public call that takes a code.</summary>
    public required int WrongCodesPerMinute { get; init; }

    /// <summary>How many scans and registration codes that nobody has a terminal may send in a minute.</summary>
    public required int WrongScansPerKeyPerMinute { get; init; }

    /// <summary>How often one client address may register a member, and how often one e-mail address may be asked for.</summary>
    public required int RegistrationsPerMinute { get; init; }

    public required int MailsPerAddressPerHour { get; init; }

    /// <summary>Days after which a member who registered online and got no card is erased.</summary>
    public required int CardlessDays { get; init; }

    /// <summary>Where the web pages are, as links in mails name it.</summary>
    public required string SiteAddress { get; init; }

    /// <summary>The sender of every mail, in place of those that the programs name.</summary>
    public string? MailFrom { get; init; }

    /// <summary>Azure Communication Services; an Azure build needs it.</summary>
    public string? MailEndpoint { get; init; }

    /// <summary>The identity that may send through it.</summary>
    public string? MailClientId { get; init; }

    /// <summary>What the mail service takes from us, over all instances.</summary>
    public required int MailPerMinute { get; init; }

    public required int MailPerHour { get; init; }

    /// <summary>So often a letter is tried before it waits for an operator.</summary>
    public required int MailTries { get; init; }

    /// <summary>What was recorded longer ago, in days, is told to nobody any more.</summary>
    public required int MailNoticeDays { get; init; }

    public required KakuninSettings Kakunin { get; init; }

    /// <summary>Where the journal is kept: a connection string with an account key, for an emulator only, or the blob service and a managed identity.</summary>
    public string? JournalConnectionString { get; init; }

    public string? JournalBlobServiceUri { get; init; }
    public string? JournalClientId { get; init; }
    public required string JournalContainer { get; init; }

    /// <summary>A session of My Page ends after so long without a page, and in any case after <see cref="SessionAge"/>.</summary>
    public required TimeSpan SessionIdle { get; init; }

    public required TimeSpan SessionAge { get; init; }

    /// <summary>How many login links go to one address within a quarter of an hour.</summary>
    public required int LoginMailsPerAddress { get; init; }

    /// <summary>Answers that must not tell what was found take at least so long: more than the work does.</summary>
    public required TimeSpan LeastAnswer { get; init; }

    /// <summary>How far back an operation may have happened, in days.</summary>
    public required int OldestDays { get; init; }

    /// <summary>How many accounts a sweep works on at the same time.</summary>
    public required int AccountsSweptAtOnce { get; init; }

    /// <summary>Programs (<c>kkr</c>) and facilities (<c>kkr/tokyo</c>) whose service is paused for maintenance, separated by commas.</summary>
    public required IReadOnlyList<string> Paused { get; init; }

    /// <summary>The sender of a program's mails.</summary>
    public string FromOf(Points.Programs.Program program) => MailFrom ?? program.MailFrom ?? "no-reply@localhost";

    public bool IsPaused(string program, string? facility) => Paused.Contains(program) || facility is not null && Paused.Contains($"{program}/{facility}");

    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static Settings From(IConfiguration configuration)
    {
        // The Cosmos extension knows that name no more than we do: with it the app would run and its feeds would not.
        if (configuration["Cosmos:ConnectionString"] is not null)
            throw new InvalidOperationException("Setting Cosmos__ConnectionString is not read: name the connection string Cosmos.");
        var settings = new Settings
        {
            CosmosConnectionString = Given(configuration["Cosmos"]),
            CosmosEndpoint = configuration["Cosmos:accountEndpoint"],
            CosmosClientId = configuration["Cosmos:clientId"],
            CreateStore = configuration.GetValue("Store:Create", defaultValue: false),
            TokenSecret = configuration["Cards:TokenSecret"] ?? "",
            ProgramsFolder = configuration["Programs:Folder"] is { Length: > 0 } folder ? folder : Path.Combine(AppContext.BaseDirectory, "programs"),
            ClientAddressFrom = configuration.GetValue("Clients:AddressFrom", AddressSource.Peer),
            FrontDoorId = Given(configuration["Clients:FrontDoorId"]),
            RequestsPerKeyPerMinute = configuration.GetValue("RateLimit:PerKeyPerMinute", 6_000),
            WrongCodesPerMinute = configuration.GetValue("RateLimit:PublicPerMinute", 60),
            WrongScansPerKeyPerMinute = configuration.GetValue("RateLimit:WrongScansPerKeyPerMinute", 60),
            RegistrationsPerMinute = configuration.GetValue("RateLimit:RegistrationsPerMinute", 10),
            MailsPerAddressPerHour = configuration.GetValue("RateLimit:MailsPerAddressPerHour", 5),
            CardlessDays = configuration.GetValue("Members:CardlessDays", 30),
            SiteAddress = (configuration["Site:BaseAddress"] ?? "http://localhost:7071").TrimEnd('/'),
            MailFrom = Given(configuration["Mail:From"]),
            MailEndpoint = Given(configuration["Mail:Endpoint"]),
            MailClientId = Given(configuration["Mail:clientId"]) ?? configuration["Cosmos:clientId"],
            MailPerMinute = configuration.GetValue("Mail:PerMinute", 30),
            MailPerHour = configuration.GetValue("Mail:PerHour", 100),
            MailTries = configuration.GetValue("Mail:Tries", 12),
            MailNoticeDays = configuration.GetValue("Mail:NoticeDays", 3),
            Kakunin = KakuninSettings.From(configuration),
            JournalConnectionString = configuration["Journal:ConnectionString"],
            JournalBlobServiceUri = configuration["Journal:blobServiceUri"],
            JournalClientId = configuration["Journal:clientId"],
            JournalContainer = configuration["Journal:Container"] ?? "journal",
            SessionIdle = TimeSpan.FromMinutes(configuration.GetValue("Session:IdleMinutes", 30)),
            SessionAge = TimeSpan.FromHours(configuration.GetValue("Session:MaxHours", 12)),
            LoginMailsPerAddress = configuration.GetValue("Session:LoginMailsPerAddress", 5),
            LeastAnswer = TimeSpan.FromMilliseconds(configuration.GetValue("Session:LeastAnswerMilliseconds", 400)),
            Paused = (configuration["Service:Paused"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            AccountsSweptAtOnce = configuration.GetValue("Sweeps:AtOnce", 16),
            OldestDays = configuration.GetValue("Operations:OldestDays", 30),
        };
        ThrowIfWrong(settings);
        return settings;
    }

    /// <exception cref="InvalidOperationException">Names the setting and says what it should be.</exception>
    private static void ThrowIfWrong(Settings settings)
    {
        if (settings.TokenSecret.Length < 32)
            throw new InvalidOperationException("Setting Cards__TokenSecret needs at least 32 characters; local.settings.sample.json has one for this machine.");
        // What the platform leaves standing when it may not read the vault is long enough, and known to everybody.
        if (settings.TokenSecret.StartsWith("@Microsoft.KeyVault", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException("Setting Cards__TokenSecret could not be read from the key vault: is the secret there, and may the app's identity read it?");
        if (settings.CosmosConnectionString is null && settings.CosmosEndpoint is null)
            throw new InvalidOperationException("Setting Cosmos__accountEndpoint, or Cosmos as connection string, must say where the store is.");
        if (settings.JournalConnectionString is null && settings.JournalBlobServiceUri is null)
            throw new InvalidOperationException("Setting Journal__blobServiceUri or Journal__ConnectionString must say where the journal is kept.");
        if (!Directory.Exists(settings.ProgramsFolder))
            throw new InvalidOperationException($"Setting Programs__Folder names {settings.ProgramsFolder}, which is not there.");
        if (settings.ClientAddressFrom == AddressSource.FrontDoor && settings.FrontDoorId is null)
        {
            throw new InvalidOperationException(
                "Setting Clients__AddressFrom is FrontDoor: Clients__FrontDoorId must name the profile, or anybody's would do.");
        }

        if (settings.RequestsPerKeyPerMinute < 1 || settings.WrongCodesPerMinute < 1 || settings.OldestDays < 0)
            throw new InvalidOperationException("Settings RateLimit__PerKeyPerMinute, RateLimit__PublicPerMinute and Operations__OldestDays must be positive.");
        if (settings.WrongScansPerKeyPerMinute < 1 || settings.RegistrationsPerMinute < 1 || settings.MailsPerAddressPerHour < 1 || settings.CardlessDays < 1)
            throw new InvalidOperationException("Settings RateLimit__WrongScansPerKeyPerMinute, RateLimit__RegistrationsPerMinute, RateLimit__MailsPerAddressPerHour and Members__CardlessDays must be positive.");
        if (settings.AccountsSweptAtOnce is < 1 or > 256)
            throw new InvalidOperationException("Setting Sweeps__AtOnce must be 1 to 256.");
        if (settings.MailPerMinute < 1 || settings.MailPerHour < 1 || settings.MailTries < 1 || settings.MailNoticeDays is < 1 or > 60)
            throw new InvalidOperationException("Settings Mail__PerMinute, Mail__PerHour and Mail__Tries must be positive, Mail__NoticeDays 1 to 60.");
        if (settings.SessionIdle <= TimeSpan.Zero || settings.SessionAge < settings.SessionIdle || settings.LoginMailsPerAddress < 1)
            throw new InvalidOperationException("Settings Session__IdleMinutes and Session__LoginMailsPerAddress must be positive, and Session__MaxHours no less than the idle time.");
        if (settings.LeastAnswer < TimeSpan.Zero || settings.LeastAnswer > TimeSpan.FromSeconds(10))
            throw new InvalidOperationException("Setting Session__LeastAnswerMilliseconds must be 0 to 10000.");
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
