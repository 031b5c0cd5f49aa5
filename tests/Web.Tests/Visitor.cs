using System.Text.Json;
using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>A person at a browser. Remembers every request the pages made and every complaint of the browser.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly Browser browser;
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];
    private readonly List<string> hosts = [];

    public Visitor(Browser browser, IBrowserContext context, IPage page)
    {
        (this.browser, this.context, Page) = (browser, context, page);
        page.Request += (_, request) => hosts.Add(request.Url.StartsWith("data:", StringComparison.Ordinal) ? "localhost" : new Uri(request.Url).Host);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("status of 4", StringComparison.Ordinal))
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IPage Page { get; }
    public IBrowserContext Context => context;
    public Backend App => browser.App;

    public async Task<IResponse> Open(string address) => (await Page.GotoAsync(address))!;

    public Task Press(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task Follow(string link) => Page.GetByRole(AriaRole.Link, new() { Name = link }).First.ClickAsync();

    public Task Fill(string label, string text) => Page.GetByLabel(label, new() { Exact = true }).FillAsync(text);

    public Task<string> Text() => Page.Locator("main").InnerTextAsync();

    public Task<string> Heading() => Page.Locator("h1").InnerTextAsync();

    /// <summary>
    /// What must hold of every page: nothing that keeps somebody from using it, no sideways scrolling down to 320 px, no other
    /// host, under 60 KB.
    /// </summary>
    /// <param name="picture">What its picture is called, where pictures are made; else it is named after its address.</param>
    public async Task Inspect(string? picture = null)
    {
        Assert.Empty(complaints);
        Assert.All(hosts, host => Assert.Equal("localhost", host));
        Assert.Empty(await Violations());
        Assert.InRange(await Weight(), 1, 60_000);
        var size = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(320, size.Height);
        Assert.InRange(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 320);
        await Page.SetViewportSizeAsync(size.Width, size.Height);
        if (Environment.GetEnvironmentVariable("WEB_TESTS_PICTURES") is { Length: > 0 } folder)
            await Picture(folder, picture ?? Name());
    }

    /// <summary>Puts the focus on a control by the Tab key alone.</summary>
    public async Task TabTo(string name)
    {
        for (var presses = 0; presses < 30; presses++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await Page.EvaluateAsync<string>("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()") == name)
                return;
        }

        Assert.Fail($"The Tab key does not reach {name}.");
    }

    /// <summary>Reads a QR code from its picture, as a till does.</summary>
    public async Task<string> Scan(ILocator code)
    {
        var picture = Convert.ToBase64String(await code.ScreenshotAsync());
        var desk = await context.NewPageAsync();
        await desk.AddScriptTagAsync(new() { Content = browser.Scanner });
        return await desk.EvaluateAsync<string>("""
            async picture => {
              const image = new Image();
              image.src = `data:image/png;base64,${picture}`;
              await image.decode();
              const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
              canvas.drawImage(image, 0, 0);
              return jsQR(canvas.getImageData(0, 0, image.width, image.height).data, image.width, image.height)?.data ?? 'no code';
            }
            """, picture);
    }

    /// <summary>The page with its stylesheet and script, unpacked.</summary>
    private async Task<int> Weight() => await Page.EvaluateAsync<int>(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, entry) => sum + entry.decodedBodySize, 0)");

    /// <summary>Rules of WCAG 2.2 AA that the page breaks, with the elements that do.</summary>
    private async Task<IReadOnlyList<string>> Violations()
    {
        // The page's own policy rightly keeps foreign script out; the debugger is not bound by it.
        await Page.EvaluateAsync(browser.Axe);
        var found = await Page.EvaluateAsync<JsonElement>("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })");
        return [.. found.GetProperty("violations").EnumerateArray()
            .Select(rule => $"{rule.GetProperty("id")} ({rule.GetProperty("impact")}): {string.Join(" | ", rule.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("html")))}")];
    }

    private string Name() => string.Join('-', new Uri(Page.Url).AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Length >= 12 && (part.Any(char.IsAsciiLetterUpper) || part.All(char.IsAsciiDigit)) ? "x" : part.StartsWith("page-", StringComparison.Ordinal) ? "page" : part).DefaultIfEmpty("portal"));

    /// <summary>As a phone and as a desk show it; of a long page the beginning.</summary>
    private async Task Picture(string folder, string name)
    {
        var size = Page.ViewportSize!;
        foreach (var (width, height) in new[] { (390, 844), (1280, 800) })
        {
            await Page.SetViewportSizeAsync(width, height);
            var whole = await Page.EvaluateAsync<int>("document.documentElement.scrollHeight");
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true, Clip = new() { Width = width, Height = int.Min(whole, 2 * height) } });
        }

        await Page.SetViewportSizeAsync(size.Width, size.Height);
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
