using Local.Host.Functions;
using Local.Host.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Host;

public sealed class SettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("settings").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void LocalSettingsFile_IsFoundUpwards_AndEverythingElseOverrulesIt()
    {
        File.WriteAllText(Path.Combine(folder, "local.settings.json"), """
            {
              // Comments are allowed here, as func allows them.
              "IsEncrypted": false,
              "Values": { "Mail__Sender": "points@example.jp", "PORT": 7099, "Flag": true, "Overruled": "file" }
            }
            """);
        var below = Directory.CreateDirectory(Path.Combine(folder, "a", "b")).FullName;
        using var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([KeyValuePair.Create("Overruled", (string?)"environment")]);

        configuration.AddLocalSettings(below);

        Assert.Equal("points@example.jp", configuration["Mail:Sender"]);
        Assert.Equal("7099", configuration["PORT"]);
        Assert.Equal("True", configuration["Flag"]);
        Assert.Equal("environment", configuration["Overruled"]);
    }

    [Fact]
    public void LocalSettingsFile_MayBeAbsent()
    {
        using var configuration = new ConfigurationManager();
        var before = configuration.Sources.Count;

        // Above any other folder somebody might have one.
        configuration.AddLocalSettings(Path.GetPathRoot(folder)!);

        Assert.Equal(before, configuration.Sources.Count);
    }

    [Fact]
    public void Runtime_HasDefaults()
    {
        var settings = new LocalSettings(new ConfigurationBuilder().Build());

        Assert.Equal(7071, settings.Port);
        Assert.Equal(Path.GetFullPath(".local"), settings.DataFolder);
    }

    [Theory]
    [InlineData("seven")]
    [InlineData("65536")]
    [InlineData("-1")]
    public void Port_MustBeOne(string port)
    {
        var settings = Settings(("PORT", port));

        Assert.Contains(port, Assert.Throws<InvalidOperationException>(() => settings.Port).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PercentSigns_NameASetting()
    {
        var names = new SettingNames(Configured(("Database", "points"), ("Cosmos:Container", "accounts")));

        Assert.Equal("points", names.Resolve("F", "%Database%"));
        Assert.Equal("my-accounts-1", names.Resolve("F", "my-%Cosmos:Container%-1"));
        Assert.Equal("plain", names.Resolve("F", "plain"));
    }

    [Theory]
    [InlineData(
        "%Unknown%",
        "Function 'F': the setting 'Unknown' that '%Unknown%' names does not exist. In Azure the function would be disabled.")]
    [InlineData(
        "my-%Cosmos__Container%",
        "Function 'F': the setting 'Cosmos__Container' that 'my-%Cosmos__Container%' names does not exist. "
        + "In Azure the function would be disabled. Settings are looked up with colons: %Cosmos:Container%.")]
    [InlineData("100%", "Function 'F': '100%' has a percent sign without its partner.")]
    public void PercentSigns_AroundWhatIsNoSetting_SaySo(string text, string why)
    {
        var names = new SettingNames(Configured(("Cosmos:Container", "accounts")));

        Assert.Equal(why, Assert.Throws<InvalidOperationException>(() => names.Resolve("F", text)).Message);
    }

    [Fact]
    public void HostJson_GivesRoutePrefixAndLogLevels()
    {
        var host = HostJson.Parse("""
            {
              "version": "2.0",
              "logging": { "logLevel": { "Function": "Debug" } },
              "extensions": { "http": { "routePrefix": "" } }
            }
            """);

        Assert.Equal("", host.RoutePrefix);
        Assert.Equal("Debug", host.LogLevels["Function"]);
        Assert.Equal("api", HostJson.Parse("""{ "version": "2.0" }""").RoutePrefix);
    }

    [Fact]
    public void HostJson_IsFoundUpwards()
    {
        File.WriteAllText(Path.Combine(folder, "host.json"), """{ "extensions": { "http": { "routePrefix": "v1" } } }""");
        var below = Directory.CreateDirectory(Path.Combine(folder, "a")).FullName;

        Assert.Equal("v1", HostJson.Find(below, below).RoutePrefix);
    }

    [Theory]
    [InlineData("""{ "functionTimeout": "01:30:00" }""", "01:30:00")]
    [InlineData("""{ "functionTimeout": "-1" }""", "-00:00:00.0010000")]
    [InlineData("""{ "version": "2.0" }""", "00:30:00")]
    public void HostJson_SaysHowLongARunMayTake(string json, string timeout) =>
        Assert.Equal(timeout, HostJson.Parse(json).FunctionTimeout.ToString());

    [Theory]
    [InlineData("soon")]
    [InlineData("00:00:00")]
    [InlineData("-00:05:00")]
    public void HostJson_WithATimeoutThatIsNone_IsRefused(string timeout) => Assert.Equal(
        $"host.json: functionTimeout '{timeout}' is neither HH:mm:ss nor -1.",
        Assert.Throws<InvalidOperationException>(() => HostJson.Parse($$"""{ "functionTimeout": "{{timeout}}" }""")).Message);

    [Fact]
    public async Task LogLevels_AreThoseOfHostJson_AndASettingOverrulesThem()
    {
        const string ledger = "Functions.Ledger.LedgerEvents";
        await using var app = await TestApp.Start(builder => builder.Logging.AddProvider(new LogLines()));
        await using var other = await TestApp.Start(
            [
                TestApp.NoDatabase, $"--AzureFunctionsJobHost:logging:logLevel:{ledger}=Debug",
                "--AzureFunctionsJobHost:logging:logLevel:default=Error",
            ],
            builder => builder.Logging.AddProvider(new LogLines()));

        Assert.Equal(("Warning", "Information", "Warning"), (Lowest(app, ledger), Lowest(app, "Functions.Other"), Lowest(app, "Else")));
        Assert.Equal(("Debug", "Information", "Error"), (Lowest(other, ledger), Lowest(other, "Functions.Other"), Lowest(other, "Else")));
    }

    private static string Lowest(TestApp app, string category)
    {
        var logger = app.Get<ILoggerFactory>().CreateLogger(category);
        return Enum.GetValues<LogLevel>().First(logger.IsEnabled).ToString();
    }

    private static LocalSettings Settings(params (string Key, string Value)[] values) => new(Configured(values));

    private static IConfigurationRoot Configured(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();
}
