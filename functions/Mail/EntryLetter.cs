using Points.Cards;
using Points.Ledger;
using Points.Members;
using Points.Programs;

namespace Functions.Mail;

/// <summary>Which letter tells an entry, and with which facts: none of them is a name, an address or a whole card number.</summary>
/// <param name="OnRequest">Told only to members who asked to hear of their points.</param>
public sealed record EntryLetter(string Letter, IReadOnlyDictionary<string, string> Facts, bool OnRequest = false)
{
    /// <summary>Goes to the confirmed address that is to be replaced.</summary>
    public const string AddressChange = "address";

    /// <summary>Null for an entry that nobody is told of.</summary>
    public static EntryLetter? Of(Entry entry, Program program) => entry.Kind switch
    {
        EntryKind.Award or EntryKind.Redemption or EntryKind.Return or EntryKind.Void or EntryKind.Exchange
            or EntryKind.TransferOut or EntryKind.TransferIn or EntryKind.Migration => new EntryLetter(entry.Kind, FactsOf(entry, program), OnRequest: true),
        EntryKind.Lapse or EntryKind.Suspension or EntryKind.Resumption or EntryKind.Withdrawal or EntryKind.Forfeiture => new EntryLetter(entry.Kind, FactsOf(entry, program)),
        EntryKind.Merge or EntryKind.Link => new EntryLetter(entry.Kind, FactsOf(entry, program, ("cards", $"{entry.Merged!.Cards!.Count}"))),
        EntryKind.Reissue => new EntryLetter(entry.Kind, FactsOf(entry, program, ("newCard", CardNumber.Masked(entry.Issued!.NewNumber!)))),
        // The first registration opens nothing yet: it is answered by the letter that asks to confirm the address.
        EntryKind.Member when entry.Member is { MyPageOpen: true, Fields.Count: > 0 } change => new EntryLetter(
            change.Fields.Contains("email") ? AddressChange : entry.Kind,
            FactsOf(entry, program, ("fields", RegisterMember.InJapanese(change.Fields)), (LetterWriter.OperationFact, entry.Id))),
        _ => null,
    };

    private static Dictionary<string, string> FactsOf(Entry entry, Program program, params (string Name, string Value)[] more)
    {
        Dictionary<string, string> facts = new()
        {
            ["card"] = CardNumber.Masked(entry.CardNumber),
            ["date"] = Calendar.InJapanese(program.DateOf(entry.OccurredAt)),
            ["points"] = $"{entry.Points:+#,0;-#,0;0}",
            ["lost"] = $"{-entry.Points:N0}",
            ["balance"] = $"{entry.After.Points:N0}",
        };
        foreach (var (name, value) in more)
            facts[name] = value;
        return facts;
    }
}
