using Local.Host.Settings;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;

namespace Local.Tests.Host;

public sealed class SettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("settings").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void LocalSettingsFile_IsFoundUpwards_AndDoubleUnderscoresAreSections()
    {
        File.WriteAllText(Path.Combine(folder, "local.settings.json"), """
            {
              // Comments are allowed here, as func allows them.
              "IsEncrypted": false,
              "Values": { "Mail__Sender": "points@example.jp", "PORT": 7099, "Flag": true }
            }
            """);
        var below = Directory.CreateDirectory(Path.Combine(folder, "a", "b")).FullName;
        var configuration = new ConfigurationBuilder();

        configuration.AddLocalSettings(below);

        var built = configuration.Build();
        Assert.Equal("points@example.jp", built["Mail:Sender"]);
        Assert.Equal("7099", built["PORT"]);
        Assert.Equal("True", built["Flag"]);
    }

    [Fact]
    public void LocalSettingsFile_MayBeAbsent()
    {
        var configuration = new ConfigurationBuilder();

        configuration.AddLocalSettings(folder);

        Assert.Empty(configuration.Sources);
    }

    [Fact]
    public void CommandLine_WinsOverTheEnvironment()
    {
        Environment.SetEnvironmentVariable("SettingsTests__Mail", "environment");
        Environment.SetEnvironmentVariable("SettingsTests__Port", "environment");

        var builder = FunctionsApplication.CreateBuilder(["--SettingsTests:Port=command line"]);

        Assert.Equal("environment", builder.Configuration["SettingsTests:Mail"]);
        Assert.Equal("command line", builder.Configuration["SettingsTests:Port"]);
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
        var settings = Settings(("Database", "points"), ("Cosmos:Container", "accounts"));

        Assert.Equal("points", settings.Resolve("%Database%"));
        Assert.Equal("my-accounts-1", settings.Resolve("my-%Cosmos__Container%-1"));
        Assert.Equal("plain", settings.Resolve("plain"));
        Assert.Throws<InvalidOperationException>(() => settings.Resolve("%Unknown%"));
        Assert.Throws<InvalidOperationException>(() => settings.Resolve("100%"));
    }

    [Fact]
    public void HostJson_GivesRoutePrefixAndLogLevels()
    {
        var host = HostJson.Parse("""{ "version": "2.0", "logging": { "logLevel": { "Function": "Debug" } }, "extensions": { "http": { "routePrefix": "" } } }""");

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

    private static LocalSettings Settings(params (string Key, string Value)[] values) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build());
}
