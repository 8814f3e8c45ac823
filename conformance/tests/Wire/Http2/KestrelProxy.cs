using System.Net.Sockets;
using ConformanceKit.Wire.Http2;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ConformanceKit.Tests.Wire.Http2;

/// <summary>
/// A proxy of the kind that anybody would write on top of a web server: CONNECT over HTTP/2, and all that the server does by
/// itself. Where it is not conformant, the server hides from it what it would have to know.
/// </summary>
internal static class KestrelProxy
{
    /// <summary>Starts one.</summary>
    public static Task<KestrelServer> StartAsync() => KestrelServer.StartAsync(TunnelAsync);

    private static async Task TunnelAsync(HttpContext context)
    {
        // 1. Only CONNECT.
        if (!HttpMethods.IsConnect(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status501NotImplemented;
            return;
        }

        // 2. Dial.
        using var origin = new TcpClient { NoDelay = true };
        try
        {
            await origin.ConnectAsync(context.Request.Host.Host, context.Request.Host.Port!.Value, context.RequestAborted);
        }
        catch (SocketException)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        // 3. Only a flush puts the 2xx on the wire.
        await context.Response.BodyWriter.FlushAsync();

        // 4. Each direction ends by itself; a reset ends both.
        await using var stream = origin.GetStream();
        var download = DownloadAsync(context, stream);
        try
        {
            await context.Request.BodyReader.CopyToAsync(stream, context.RequestAborted);
            origin.Client.Shutdown(SocketShutdown.Send);
            await download;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            origin.Client.Close(0);
        }
    }

    private static async Task DownloadAsync(HttpContext context, NetworkStream origin)
    {
        try
        {
            var piece = new byte[16384];
            while (await origin.ReadAsync(piece, context.RequestAborted) is > 0 and var count)
                await context.Response.BodyWriter.WriteAsync(piece.AsMemory(0, count), context.RequestAborted);
            await context.Response.CompleteAsync();
        }
        catch (IOException)
        {
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset((int)ErrorCodes.ConnectError);
        }
    }
}
