namespace Bench.Processes;

/// <summary>A folder that goes with its owner. Owned before whoever writes to it, it is removed after.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
