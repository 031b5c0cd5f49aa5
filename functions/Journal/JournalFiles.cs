using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Points.Journal;

namespace Functions.Journal;

/// <summary>The files of one exported day, as somebody may have left them.</summary>
internal static class JournalFiles
{
    /// <summary>Null when it is not there or says nothing that can be understood.</summary>
    public static JournalManifest? Manifest(string day) =>
        Path.Combine(day, JournalManifest.FileName) is var path && File.Exists(path) ? Parsed(File.ReadAllText(path), JournalJson.Readable.JournalManifest) : null;

    public static string Sha256(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Why a file is not the one that the manifest names; null when it is.</summary>
    public static string? Mistake(string path, JournalFile said)
    {
        if (!File.Exists(path))
            return "the file is missing";
        if (new FileInfo(path).Length is var bytes && bytes != said.Bytes)
            return $"the file has {bytes:N0} bytes, the manifest says {said.Bytes:N0}";
        if (File.ReadLines(path).LongCount() is var lines && lines != said.Lines)
            return $"the file has {lines:N0} lines, the manifest says {said.Lines:N0}";
        return Sha256(path) == said.Sha256 ? null : "the file was changed: its SHA-256 is not that of the manifest";
    }

    public static IEnumerable<string> Beside(string day, JournalManifest manifest) => Directory.EnumerateFileSystemEntries(day).Select(path => Path.GetFileName(path))
        .Except(manifest.Parts.SelectMany(part => new[] { part.Entries.Name, part.Accounts.Name }).Append(JournalManifest.FileName)).Order(StringComparer.Ordinal);

    /// <summary>Null for what is no JSON of that type.</summary>
    public static T? Parsed<T>(string json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
