using Functions.Programs;

namespace Functions.Journal;

/// <summary>
/// <c>verify FOLDER</c>: recomputes every chain and every balance of an exported journal and says what does not match. Needs nothing
/// but the folder: no store, no settings, no network.
/// </summary>
public static class VerifyCommand
{
    private const int AllRight = 0;
    private const int Mistaken = 1;
    private const int NothingVerified = 2;

    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        if (arguments is not [{ Length: > 0 } folder] || !Directory.Exists(folder))
        {
            output.WriteLine("Usage: verify FOLDER, where FOLDER holds an exported journal: FOLDER/<program>/<day>/manifest.json.");
            return NothingVerified;
        }

        var programs = ProgramFiles.Load(Path.Combine(AppContext.BaseDirectory, "programs"));
        var mistakes = 0;
        var days = 0;
        foreach (var path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (!programs.ById.TryGetValue(Path.GetFileName(path), out var program))
            {
                output.WriteLine($"{Path.GetFileName(path)}: there is no such program");
                mistakes++;
                continue;
            }

            var audit = new JournalAudit(program, path, mistake => output.WriteLine($"{program.Id} {mistake}"));
            audit.Run();
            mistakes += audit.Mistakes;
            days += audit.Days;
            output.WriteLine($"{program.Id}: {audit.Days:N0} days from {audit.First:yyyy-MM-dd} to {audit.Last:yyyy-MM-dd}, {audit.Entries:N0} entries of {audit.Accounts:N0} accounts");
        }

        if (days == 0 && mistakes == 0)
        {
            output.WriteLine($"There is no exported day in {folder}.");
            return NothingVerified;
        }

        output.WriteLine(mistakes == 0 ? "Everything matches." : $"{mistakes:N0} mistakes.");
        return mistakes == 0 ? AllRight : Mistaken;
    }
}
