using System.Text.Json.Nodes;

namespace Functions.Tests.Operations;

/// <summary>No shipped program knows merges and family transfers at once; this one is KKR with the family transfer of Kampo.</summary>
internal static class FamilyProgram
{
    public static async Task<Backend> Start()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "programs");
        var folder = Directory.CreateTempSubdirectory("points-programs-").FullName;
        File.Copy(Path.Combine(shipped, "program.schema.json"), Path.Combine(folder, "program.schema.json"));
        var kkr = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(shipped, "kkr.json")))!;
        foreach (var version in kkr["versions"]!.AsArray())
        {
            version!["sharing"]!["familyTransfer"] = new JsonObject
            {
                ["maxKinshipDegree"] = new JsonObject { ["is"] = 2, ["clause"] = "KKR-11.1" },
                ["sameHousehold"] = new JsonObject { ["is"] = true, ["clause"] = "KKR-11.1" },
            };
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "kkr.json"), kkr.ToJsonString());
        var app = await Backend.Start(folder: null, $"--Programs:Folder={folder}");
        Directory.Delete(folder, recursive: true);
        return app;
    }

    /// <summary>The points of a card's first award for another card.</summary>
    public static object Gift(string card, string toCard, long? points = null) =>
        new { card, toCard, awardOperationId = $"first-{card}", points, sameHousehold = true, kinshipDegree = 1 };
}
