using Points.Programs;

namespace Functions.Programs;

/// <summary>The programs that run here, by id.</summary>
public sealed record ProgramCatalogue(IReadOnlyDictionary<string, Program> ById)
{
    public Program this[string id] => ById[id];
}

/// <summary>Reads <c>programs/*.json</c>; the app refuses to start on a mistake in any of them.</summary>
public static class ProgramFiles
{
    private const string Schema = "program.schema.json";

    public static ProgramCatalogue Load(string folder)
    {
        var schema = File.ReadAllText(Path.Combine(folder, Schema));
        List<ProgramMistake> mistakes = [];
        Dictionary<string, Program> programs = [];
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Where(file => Path.GetFileName(file) != Schema).Order(StringComparer.Ordinal))
        {
            try
            {
                var program = ProgramReader.Read(Path.GetFileName(file), File.ReadAllText(file), schema);
                if (!programs.TryAdd(program.Id, program))
                    mistakes.Add(new ProgramMistake(Path.GetFileName(file), "id", null, $"{program.Id} is taken by another file"));
            }
            catch (InvalidProgramFileException invalid)
            {
                mistakes.AddRange(invalid.Mistakes);
            }
        }

        return mistakes.Count == 0 ? new ProgramCatalogue(programs) : throw new InvalidProgramFileException(mistakes);
    }
}
