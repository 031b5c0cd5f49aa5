using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Functions.Cards;
using Functions.FrontDesk;
using Functions.Journal;
using Functions.Keys;
using Functions.Ledger;
using Functions.Mail;
using Functions.Mail.Inbound;
using Functions.Members;
using Functions.MyPage;
using Functions.Operations;

namespace Functions.Store;

/// <summary>The JSON form of everything stored beside accounts and entries.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(Fence))]
[JsonSerializable(typeof(CardPlace))]
[JsonSerializable(typeof(Lookup))]
[JsonSerializable(typeof(TerminalKey))]
[JsonSerializable(typeof(Member))]
[JsonSerializable(typeof(MemberKey))]
[JsonSerializable(typeof(StoredCode))]
[JsonSerializable(typeof(OnlineRequest))]
[JsonSerializable(typeof(DueAccount))]
[JsonSerializable(typeof(UnclaimedMember))]
[JsonSerializable(typeof(OpenTransfer))]
[JsonSerializable(typeof(ForfeitureReason))]
[JsonSerializable(typeof(Reservation))]
[JsonSerializable(typeof(MergeJournal))]
[JsonSerializable(typeof(ForfeitureJournal))]
[JsonSerializable(typeof(DueReason))]
[JsonSerializable(typeof(QueuedLetter))]
[JsonSerializable(typeof(LetterPlace))]
[JsonSerializable(typeof(MailCount))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(InboundNote))]
[JsonSerializable(typeof(RepliesOfDay))]
[JsonSerializable(typeof(RepliesOfHour))]
[JsonSerializable(typeof(PlaceInJournal))]
[JsonSerializable(typeof(HeldAccount))]
[JsonSerializable(typeof(MovedPoints))]
[JsonSerializable(typeof(SessionDocument))]
[JsonSerializable(typeof(TerminalSessionDocument))]
public sealed partial class StoreJson : JsonSerializerContext
{
    public static StoreJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
