using System.Globalization;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Tests;

/// <summary>The shipped KKR program, a card of it and operations at a till. Dates are Japanese; a date alone means noon.</summary>
internal static class Kkr
{
    public const string Card = "4101000000000018";

    public static Program Program { get; } = ProgramReader.Read("kkr.json", Json, SchemaJson);

    public static string Json => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "programs", "kkr.json"));

    public static string SchemaJson => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "programs", "program.schema.json"));

    public static Terms Terms => Program.Versions[0];

    /// <summary>A made-up campaign whose points end on a day of their own; the till must name it.</summary>
    public static Campaign Spring { get; } = new()
    {
        Kind = "spring",
        Name = "春のキャンペーン",
        OnRequest = true,
        PointsPerUnit = new Rule<long>(5, "KKR-6.2"),
        ExpiresOn = new Rule<DateOnly>(new DateOnly(2024, 6, 30), "KKR-6.2"),
    };

    public static Program WithSpring => With(terms => terms with { Award = terms.Award with { Campaigns = [.. terms.Award.Campaigns, Spring] } });

    /// <summary>A made-up program whose balance may go negative.</summary>
    public static Program WithDebt => With(terms => terms with { NegativeBalance = new Rule<bool>(true, "KKR-5.2") });

    public static Program With(Func<Terms, Terms> change) => Program with { Versions = [change(Terms)] };

    public static DateOnly Joined { get; } = new(2023, 12, 1);

    /// <summary>An account with one award behind it.</summary>
    public static Account Account(long points = 0, string memberClass = "general", string? activeOn = "2024-02-10", string? expiresOn = "2026-02-28") => new()
    {
        AccountId = "account-1",
        Program = "kkr",
        Cards = [new Card(Card, "nfc", CardStatus.Active, Joined)],
        MemberClass = memberClass,
        HolderKind = "individual",
        JoinedOn = Joined,
        Holdings = new Holdings(points > 0 ? [new Lot("base", points)] : [], Day(activeOn), Day(expiresOn)),
    };

    public static Account Fresh(string memberClass = "general") => Account(0, memberClass, activeOn: null, expiresOn: null);

    public static Operation On(
        string when, string department = "lodging", string facility = "tokyo", string? id = null, string? recorded = null) => new()
        {
            Id = id ?? $"op-{when.Replace(':', '-').Replace(' ', '-')}",
            CardNumber = Card,
            By = "kkr-pos",
            Facility = facility,
            Department = department,
            OccurredAt = Instant(when),
            RecordedAt = Instant(recorded ?? when),
        };

    public static Purchase Bought(long amountYen, params string[] campaigns) =>
        new() { AmountYen = amountYen, Campaigns = campaigns, ReceiptNumber = "R-1" };

    public static Balance Balance(Account account, string asOf, Program? program = null) =>
        Points.Ledger.Balance.Of(account.Holdings, Card, account.Cards[0].Status, program ?? Program, Day(asOf)!.Value);

    public static DateOnly? Day(string? date) =>
        date is null ? null : DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateTimeOffset Instant(string when) =>
        DateTimeOffset.Parse((when.Length == 10 ? $"{when} 12:00:00" : when) + " +09:00", CultureInfo.InvariantCulture);
}
