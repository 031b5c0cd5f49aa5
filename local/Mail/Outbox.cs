using System.Security.Cryptography;
using System.Text;

namespace Local.Mail;

/// <summary>What the app hands over.</summary>
/// <param name="Id">The same id is the same mail: it is sent once.</param>
/// <param name="Owner">Whose mail it is; a forgotten owner's mails are removed.</param>
sealed record MailToSend(string Id, string From, string To, string Subject, string Text, IReadOnlyDictionary<string, string> Headers, string? Owner = null);

/// <summary>Mails that were sent on this machine: one file each in the folder outbox beside the data, named by the hash of its id.</summary>
sealed class Outbox
{
    private const string Unfinished = ".part";

    private readonly string folder;
    private readonly TimeProvider clock;

    public Outbox(string dataFolder, TimeProvider clock)
    {
        folder = Path.Combine(dataFolder, "outbox");
        this.clock = clock;
        foreach (var file in Files($"*{Unfinished}"))
            File.Delete(file);
    }

    /// <exception cref="FormatException">When a header would break the file.</exception>
    public void Send(MailToSend mail)
    {
        Directory.CreateDirectory(folder);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.Id)).AsSpan(0, 16));
        var path = Path.Combine(folder, $"{name}.eml");
        if (File.Exists(path))
            return;
        var part = Path.Combine(folder, $"{name}.{Guid.NewGuid():N}{Unfinished}");
        File.WriteAllText(part, EmlFile.Write(mail, mail.Headers.GetValueOrDefault(EmlFile.MessageId, $"<{name}@outbox.local>"), clock.GetUtcNow()));
        try
        {
            File.Move(part, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // The same mail, sent twice at once.
            File.Delete(part);
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SentMail> List() => [.. Texts().Select(file => EmlFile.Read(file.Text)).OrderBy(mail => mail.SentAt)];

    public void Clear()
    {
        foreach (var file in Files("*"))
            File.Delete(file);
    }

    public void Forget(string owner)
    {
        foreach (var (file, text) in Texts())
        {
            if (EmlFile.HeadersOf(text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)]).GetValueOrDefault(EmlFile.OwnerHeader) == owner)
                File.Delete(file);
        }
    }

    /// <summary>All mails, but those that somebody else forgets meanwhile.</summary>
    private IEnumerable<(string File, string Text)> Texts()
    {
        foreach (var file in Files("*.eml"))
        {
            string text;
            try
            {
                text = File.ReadAllText(file);
            }
            catch (FileNotFoundException)
            {
                continue;
            }

            yield return (file, text);
        }
    }

    private string[] Files(string pattern) => Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
}
