using Microsoft.AspNetCore.Http;
using QRCoder;

namespace Functions.Cards;

/// <summary>Draws what a phone shows to a reader: a card's payload or a registration code.</summary>
public static class QrImage
{
    public static string Svg(string payload)
    {
        using var code = Draw(payload);
        return new SvgQRCode(code).GetGraphic(pixelsPerModule: 10);
    }

    public static byte[] Png(string payload)
    {
        using var code = Draw(payload);
        return new PngByteQRCode(code).GetGraphic(pixelsPerModule: 10);
    }

    /// <summary>An image that no cache may keep.</summary>
    public static IResult Answer(string payload, string format, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return format == "png" ? Results.Bytes(Png(payload), "image/png") : Results.Text(Svg(payload), "image/svg+xml", System.Text.Encoding.UTF8);
    }

    private static QRCodeData Draw(string payload) => QRCodeGenerator.GenerateQrCode(payload, QRCodeGenerator.ECCLevel.M);
}
