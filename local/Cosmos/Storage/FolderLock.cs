namespace Local.Cosmos.Storage;

/// <summary>One process per folder: two writers would each believe their own counters.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    /// <summary>The operating system lets go of the lock when the process ends, however it ends.</summary>
    public static FolderLock Take(string folder)
    {
        try
        {
            return new FolderLock(
                new FileStream(Path.Combine(folder, "cosmos.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error)
        {
            throw new InvalidOperationException(
                $"Another process has the Cosmos data in {folder} open. Stop it, or use another folder.", error);
        }
    }

    public void Dispose() => file.Dispose();
}
