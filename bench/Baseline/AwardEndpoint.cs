using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Bench.Baseline;

/// <summary>Binds, checks the key, decides, answers; <see cref="Ledger"/> does the transaction.</summary>
public sealed class AwardEndpoint(Ledger ledger, TimeProvider clock)
{
    public const string Route = "api/awards";
    public const string Key = "kkr-pos.local";

    const string Bearer = $"Bearer {Key}";
    const int MostBytes = 64 * 1024;

    public async Task Answer(HttpContext context)
    {
        var request = context.Request;
        var operationId = request.Headers["Idempotency-Key"].ToString();
        if (!string.Equals(request.Headers.Authorization.ToString(), Bearer, StringComparison.Ordinal)
            || operationId.Length == 0 || request.ContentLength is not (> 0 and <= MostBytes and var length))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var body = new byte[length];
        await request.Body.ReadExactlyAsync(body);
        var purchase = JsonSerializer.Deserialize(body, BaselineJson.Readable.Purchase)!;
        var requestHash = Convert.ToHexStringLower(SHA256.HashData(body));

        var (status, row) = await ledger.Write(operationId, purchase.Card, requestHash,
            account => Decide(operationId, purchase, requestHash, account), context.RequestAborted);
        context.Response.StatusCode = status;
        if (row is null)
            return;

        var answer = JsonSerializer.SerializeToUtf8Bytes(Baseline.Answer.To(row.Entry, row.Hash), BaselineJson.Readable.Answer);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer);
    }

    Row Decide(string operationId, Purchase purchase, string requestHash, Account account)
    {
        var now = clock.GetUtcNow().ToOffset(TimeSpan.FromHours(9));
        var points = purchase.AmountYen / 1000 * 10;
        var month = DateOnly.FromDateTime(now.Date).AddYears(2);
        var expiresOn = new DateOnly(month.Year, month.Month, DateTime.DaysInMonth(month.Year, month.Month));

        var entry = new Entry(operationId, "award", purchase.Card, points, account.Points, account.Points + points, account.Version + 1,
            now, now, purchase, [new Lot("base", points, expiresOn)], "kkr-2023-11-20", ["KKR-5.2", "KKR-6.1"],
            [
                new Step("KKR-5.2", $"対象額 {purchase.AmountYen:N0}円 ÷ 1,000円 × 10ポイント = {points:N0}ポイント"),
                new Step("KKR-6.1", $"最終利用日 {now:yyyy年M月d日} → 有効期限 {expiresOn:yyyy年M月d日}"),
            ],
            [
                "KKRポイント                 付与",
                $"カード          {purchase.Card}",
                $"伝票 {purchase.ReceiptNumber,27}",
                $"ご利用額            {purchase.AmountYen,10:N0}円",
                $"今回ポイント        {points,12:N0}",
                $"ポイント残高        {account.Points + points,12:N0}",
                $"有効期限            {expiresOn,12:yyyy-MM-dd}",
            ], requestHash, account.LastHash);
        var body = JsonSerializer.SerializeToUtf8Bytes(entry, BaselineJson.Readable.Entry);
        return new Row(entry, body, Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes(account.LastHash), .. body])));
    }
}
