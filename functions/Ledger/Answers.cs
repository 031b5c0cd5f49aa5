using Functions.Cards;
using Functions.Http;
using Points.Cards;
using Points.Ledger;
using Points.Programs;
using Points.Receipts;

namespace Functions.Ledger;

/// <summary>
/// Turns an entry into its answer. Everything it says is in the entry, so a replay years later says the same.
/// </summary>
public sealed class Answers(ScanTokens tokens)
{
    public Answer Created(Entry entry, Program program, bool replayed) =>
        new(201, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Of(entry, program), AnswerJson.Readable.MutationAnswer)) { Replayed = replayed };

    public MutationAnswer Of(Entry entry, Program program)
    {
        var status = StatusAfter(entry);
        var balance = Balance.Of(entry.After, entry.Issued?.NewNumber ?? entry.CardNumber, status, program, program.DateOf(entry.RecordedAt));
        var answer = new MutationAnswer
        {
            OperationId = entry.Id,
            Kind = entry.Kind,
            CardNumber = entry.CardNumber,
            Points = entry.Points,
            Balance = BalanceAnswer.From(balance),
            Clauses = entry.Clauses,
            Explanation = entry.Steps,
            Receipt = Receipt.For(entry, balance, program),
            EntryHash = entry.Hash,
        };
        return entry.Kind switch
        {
            EntryKind.Award => answer with { Breakdown = Breakdown(entry) },
            EntryKind.Redemption => answer with { PaidYen = entry.Payment!.PaidYen },
            EntryKind.Exchange => answer with { RewardId = entry.Exchanged!.RewardId, Quantity = entry.Exchanged.Quantity },
            EntryKind.TransferOut => answer with { ToCardNumber = entry.Transfer!.CardNumber },
            EntryKind.Member when entry.Member is { } member => answer with
            {
                MemberId = member.MemberId,
                Complete = member.Missing.Count == 0,
                Missing = member.Missing,
                MyPageOpen = member.MyPageOpen,
            },
            EntryKind.Merge or EntryKind.Link => answer with { Cards = entry.Merged!.Cards, FeeYen = entry.Merged.FeeYen },
            EntryKind.Issue => WithCard(answer, entry, program),
            EntryKind.Reissue => WithCard(answer, entry, program) with { PreviousCardNumber = entry.CardNumber },
            EntryKind.Renewal => answer with { Status = status, ScanPayload = tokens.For(program.Id, entry.CardNumber, entry.Renewed!.Generation) },
            EntryKind.Recall or EntryKind.Suspension or EntryKind.Resumption or EntryKind.Withdrawal or EntryKind.Forfeiture => answer with { Status = status },
            _ when entry.Correction is { } correction => answer with
            {
                CorrectedOperationId = correction.OperationId,
                ReturnedYen = correction.ReturnedYen,
                LapsedPoints = entry.Kind == EntryKind.Void ? correction.LapsedPoints : null,
            },
            _ => answer,
        };
    }

    private MutationAnswer WithCard(MutationAnswer answer, Entry entry, Program program)
    {
        var issued = entry.Issued!;
        var number = issued.NewNumber ?? entry.CardNumber;
        return answer with
        {
            CardNumber = number,
            Status = CardStatus.Active,
            Medium = issued.Medium,
            MemberClass = issued.MemberClass,
            HolderKind = issued.HolderKind,
            FeeYen = issued.FeeYen,
            IssuedOn = issued.IssuedOn,
            ScanPayload = tokens.For(program.Id, number),
        };
    }

    private static CardStatus StatusAfter(Entry entry) => entry.Kind switch
    {
        EntryKind.Renewal => entry.Renewed!.Status,
        EntryKind.Suspension => CardStatus.Suspended,
        EntryKind.Recall or EntryKind.Withdrawal or EntryKind.Forfeiture => CardStatus.Retired,
        _ => CardStatus.Active,
    };

    private static IReadOnlyList<LotLine> Breakdown(Entry entry) =>
        [.. entry.EarnedLots.Select(lot => new LotLine(lot.Kind, lot.Points, lot.ExpiresOn ?? entry.After.ExpiresOn))];
}
