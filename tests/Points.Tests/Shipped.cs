using Points.Ledger;
using Points.Programs;

namespace Points.Tests;

/// <summary>The other shipped programs and the two made-up ones, each with a book of a card that was just issued.</summary>
internal static class Shipped
{
    public static Program Keio { get; } = Read("programs/keio.json");

    public static Program Kampo { get; } = Read("programs/kampo.json");

    public static Program Kamenoi { get; } = Read("programs/kamenoi.json");

    /// <summary>Month end one year after the last award; use does not extend.</summary>
    public static Program Fifth { get; } = Read("fixtures/fifth.json");

    /// <summary>Everybody's points end on 31 March.</summary>
    public static Program FiscalYear { get; } = Read("fixtures/fiscal-year.json");

    public static IReadOnlyList<Program> All { get; } = [Kkr.Program, Keio, Kampo, Kamenoi];

    public static Program Named(string id) => All.Concat([Fifth, FiscalYear]).Single(program => program.Id == id);

    /// <summary>A stay or a purchase whose tax is not told apart.</summary>
    public static Purchase Bought(long amountYen) => new() { AmountYen = amountYen, ReceiptNumber = "R-1" };

    /// <summary>Opens a card by the decision itself, so that the ledger is whole. Without a place the program's first one is used.</summary>
    public static Book Open(Program program, string joined, string? facility = null, string? department = null)
    {
        var place = (Facility: facility ?? program.Facilities.Keys.First(), Department: department ?? program.Departments.Keys.First());
        var operation = Kkr.On(joined, place.Department, place.Facility, "issue") with { CardNumber = $"{program.CardNumberPrefix}000000000018" };
        var asked = new CardRequest("qr", program.Versions[0].Cards.MemberClasses.Is[0], "individual", BirthDate: new DateOnly(1980, 5, 10));
        return new Book(program, Issue.Decide("account-1", asked, operation, program).ShouldBeAccepted(), place.Facility, place.Department);
    }

    private static Program Read(string path) =>
        ProgramReader.Read(path, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path)), Kkr.SchemaJson);
}
