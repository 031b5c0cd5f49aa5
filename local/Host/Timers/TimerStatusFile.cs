using System.Text.Json;

namespace Local.Host.Timers;

/// <summary>When a timer last ran and runs next, UTC. <paramref name="Last"/> is null before its first run.</summary>
sealed record TimerStatus(DateTime? Last, DateTime Next, DateTime LastUpdated);

/// <summary>Keeps a timer's status over restarts, as the real host does in storage: what was missed meanwhile is made up for.</summary>
sealed class TimerStatusFile(string path)
{
    /// <summary>Null where there is none, or what is there says nothing.</summary>
    public TimerStatus? Read()
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<TimerStatus>(File.ReadAllText(path));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(TimerStatus status)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var whole = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllText(whole, JsonSerializer.Serialize(status));
        File.Move(whole, path, overwrite: true);
    }
}
