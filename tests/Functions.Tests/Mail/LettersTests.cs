using Functions.Mail;
using Functions.Programs;

namespace Functions.Tests.Mail;

public sealed class LettersTests
{
    private const int LineColumns = 76;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Mail", "Letters");

    private static readonly Dictionary<string, string> Facts = new()
    {
        ["operator"] = "国家公務員共済組合連合会", ["site"] = "https://points.example.jp", ["code"] = "4Qn1yZk2t3rVb7Xc9sLmPA", ["card"] = "****-****-****-1234",
        ["newCard"] = "****-****-****-5678", ["date"] = "2026年12月31日", ["points"] = "-1,234,567", ["lost"] = "1,234,567", ["balance"] = "12,345,678", ["cards"] = "8",
        ["fields"] = "氏名・カナ・生年月日・電話番号・郵便番号・住所",
        ["expiresOn"] = "2026年12月31日", ["asOf"] = "2026年12月31日 23:59", ["programId"] = "kamenoi",
    };

    public static TheoryData<string, string> All()
    {
        TheoryData<string, string> all = [];
        foreach (var file in Directory.GetFiles(Folder, "*.txt"))
        {
            foreach (var program in Programs.Keys)
                all.Add(Path.GetFileNameWithoutExtension(file), program);
        }

        return all;
    }

    private static IReadOnlyDictionary<string, Points.Programs.Program> Programs { get; } = ProgramFiles.Load(Path.Combine(AppContext.BaseDirectory, "programs")).ById;

    [Theory]
    [MemberData(nameof(All))]
    public void EveryLetterOfEveryProgram_IsFilled_AndFitsAPhone(string letter, string programId)
    {
        var program = Programs[programId];

        var (subject, text) = new Letters().Write(letter, new Dictionary<string, string>(Facts) { ["program"] = program.Name, ["operator"] = program.Operator });

        Assert.StartsWith($"【{program.Name}】", subject, StringComparison.Ordinal);
        Assert.InRange(Columns(subject), 10, LineColumns);
        Assert.EndsWith($"\n{program.Operator}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('{', subject + text);
        Assert.DoesNotContain('\r', text);
        Assert.All(text.Split('\n').Where(line => !line.StartsWith("https://", StringComparison.Ordinal)), line => Assert.InRange(Columns(line), 0, LineColumns));
        Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryProgram_HasASenderOfItsOwn() =>
        Assert.Equal(
            ["no-reply@kamenoi.example", "no-reply@kampo.example", "no-reply@keio.example", "no-reply@kkr.example"],
            Programs.Values.Select(program => program.MailFrom).Order(StringComparer.Ordinal));

    [Fact]
    public void AnUnfilledPlace_IsAMistake() =>
        Assert.Contains("{date}", Assert.Throws<InvalidOperationException>(() => new Letters().Write("award", new Dictionary<string, string> { ["program"] = "KKRポイント" })).Message, StringComparison.Ordinal);

    private static int Columns(string line) => line.EnumerateRunes().Sum(rune => rune.Value < 0x80 ? 1 : 2);
}
