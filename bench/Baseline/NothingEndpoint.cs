using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bench.Baseline;

/// <summary>
/// Reads an award and answers as many bytes as one is answered with, and does nothing in between: what is left is the
/// way there and back.
/// </summary>
public static class NothingEndpoint
{
    public const string Route = "api/nothing";

    static readonly byte[] Answered = Encoding.ASCII.GetBytes($"\"{new string('-', 1_200)}\"");

    public static async Task Answer(HttpContext context)
    {
        var body = new byte[context.Request.ContentLength ?? 0];
        await context.Request.Body.ReadExactlyAsync(body);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = Answered.Length;
        await context.Response.Body.WriteAsync(Answered);
    }
}
