using System.Runtime.CompilerServices;
using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>One Chromium and one app for all browser tests. Without the browser every test is skipped and says what is missing.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>The same engine without a window around it where Debian's package of it is there: a visitor costs half as much.</summary>
    private static readonly string Chromium =
        File.Exists("/usr/bin/chromium-headless-shell") ? "/usr/bin/chromium-headless-shell" : "/usr/bin/chromium";

    private static readonly string AxeFile = Path.Combine(SourceFolder(), "node_modules", "axe-core", "axe.min.js");
    private static readonly string ScannerFile = Path.Combine(SourceFolder(), "node_modules", "jsqr", "dist", "jsQR.js");

    private IPlaywright? playwright;
    private IBrowser? chromium;

    public Backend App { get; private set; } = null!;

    /// <summary>What the accessibility checker is made of.</summary>
    public string Axe { get; private set; } = "";

    /// <summary>What reads QR codes.</summary>
    public string Scanner { get; private set; } = "";

    /// <summary>Why there are no browser tests on this machine; null when there are.</summary>
    public static string? Missing =>
        !File.Exists(Chromium) ? $"{Chromium} is missing: apt-get install chromium-headless-shell fonts-noto-cjk"
        : !File.Exists(AxeFile) || !File.Exists(ScannerFile) ? "axe-core or jsqr is missing: npm ci in tests/Web.Tests"
        : null;

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        App = await Backend.Start(null, "--RateLimit:PublicPerMinute=1000000");
        Axe = await File.ReadAllTextAsync(AxeFile);
        Scanner = await File.ReadAllTextAsync(ScannerFile);
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Timeout = 120_000,
            // Nothing is drawn by a graphics card, and none is imitated.
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-quic", "--disable-gpu", "--disable-gpu-rasterization"],
        });
    }

    /// <summary>A visitor of their own: no cookies, a phone of 390 px unless said otherwise.</summary>
    public async Task<Visitor> Visitor(int width = 390, int height = 844, bool script = true)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var context = await chromium!.NewContextAsync(new()
        {
            BaseURL = $"http://localhost:{App.Http.BaseAddress!.Port}",
            ViewportSize = new() { Width = width, Height = height },
            Locale = "ja-JP",
            JavaScriptEnabled = script,
        });
        context.SetDefaultTimeout(60_000);
        return new Visitor(this, context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        playwright?.Dispose();
        if (App is not null)
            await App.DisposeAsync();
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

[CollectionDefinition(Name)]
public sealed class OneBrowser : ICollectionFixture<Browser>
{
    public const string Name = "one browser";
}
