using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Functions.Tests.Mail;

/// <summary>Real clients, the shipped scripts and the shipped development key: an empty mail goes in by SMTP, and a reply is in the outbox.</summary>
public sealed class BridgeTests : IAsyncLifetime
{
    private const string Taro = "a..b.@docomo.ne.jp";

    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    private Inbox inbox = null!;

    public async ValueTask InitializeAsync()
    {
        var values = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json")))!["Values"]!;
        inbox = await Inbox.Start(null, $"--Kakunin:PublicKey={values["Kakunin__PublicKey"]}");
        await inbox.Member(Taro);
    }

    public ValueTask DisposeAsync() => inbox.DisposeAsync();

    [Fact, Clause("KKR-10")]
    public async Task AnEmptyMailThroughSmtp_IsAnswered()
    {
        await Need("node", "--version");
        var swaks = await Has("swaks", "--version");
        if (!swaks)
            await Need("curl", "--version");
        var start = Start(Path.Combine(Root, "local", "smtp-bridge", "run"));
        start.Environment["SMTP_PORT"] = "0";
        using var bridge = Process.Start(start)!;
        try
        {
            if (await Waiting.Within("The bridge is ready", bridge.StandardOutput.ReadLineAsync()) is not { } line)
            {
                var said = await bridge.StandardError.ReadToEndAsync();
                Assert.SkipWhen(said.Contains("could not be installed", StringComparison.Ordinal) || said.Contains("is needed", StringComparison.Ordinal), said);
                Assert.Fail(said);
                return;
            }

            var port = line[(line.LastIndexOf(':') + 1)..];
            var (exit, output) = swaks
                ? await Run("swaks", "--server", "127.0.0.1", "--port", port, "--from", Taro, "--to", Inbox.Kakunin, "--data", $"From: {Taro}\nTo: {Inbox.Kakunin}\nMessage-ID: <swaks@docomo.ne.jp>\n\n")
                : await Run("curl", "--silent", "--show-error", $"smtp://127.0.0.1:{port}", "--mail-from", Taro, "--mail-rcpt", Inbox.Kakunin, "--upload-file", EmptyMail());

            Assert.True(exit == 0, output);
            Assert.Equal("【KKRポイント】ポイント残高のご案内", (string?)Assert.Single(await inbox.Replies(Taro))["subject"]);
        }
        finally
        {
            bridge.Kill(entireProcessTree: true);
            await bridge.Ended();
        }
    }

    [Fact]
    public async Task TheScript_SendsASignedMail_AndSaysWhatItWasAnswered()
    {
        await Need("node", "--version");

        Assert.Equal((0, "200"), await Kakunin(Taro));
        Assert.Equal((0, "200"), await Kakunin(Taro, "--spf", "fail", "--dkim", "none"));
        Assert.Equal((0, "200"), await Kakunin(Taro, "--spf", "fail", "--dkim", "{@docomo.ne.jp : pass}"));
        Assert.Equal((0, "200"), await Kakunin(Taro, "--header", "Auto-Submitted: auto-replied"));
        Assert.Equal((0, "200"), await Kakunin("a..b@docomo.ne.jp", "--raw", Path.Combine(Inbox.Folder, "docomo-dots-quoted-with-name.eml")));
        Assert.Equal((0, "200"), await Kakunin("stranger@docomo.ne.jp"));

        Assert.Equal(
            ["KakuninReplied kkr", "KakuninRefused doubtful-sender", "KakuninReplied kkr", "KakuninRefused automatic", "KakuninReplied kkr", "KakuninRefused not-a-member"],
            inbox.Log.Kakunin);
        Assert.Equal(3, (await inbox.Replies(Taro)).Count);
        Assert.Equal(2, (await Kakunin()).Exit);
    }

    private Task<(int Exit, string Output)> Kakunin(params string[] arguments) => Run(Path.Combine(Root, "local", "kakunin"), arguments);

    private string EmptyMail()
    {
        var file = Path.Combine(inbox.App.Folder, "empty.eml");
        File.WriteAllBytes(file, Inbox.Empty(Taro));
        return file;
    }

    private static async Task<bool> Has(string program, string argument)
    {
        try
        {
            return (await Waiting.Run(new ProcessStartInfo(program, [argument]))).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task Need(string program, string argument) => Assert.SkipUnless(await Has(program, argument), $"{program} is not installed.");

    private async Task<(int Exit, string Output)> Run(string program, params string[] arguments)
    {
        var (code, output, errors) = await Waiting.Run(Start(program, arguments));
        return (code, $"{output}{errors}".Trim());
    }

    private ProcessStartInfo Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PORT"] = $"{inbox.App.Http.BaseAddress!.Port}";
        return start;
    }

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, "Functions.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
