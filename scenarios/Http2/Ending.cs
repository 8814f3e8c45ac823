using System.Security.Cryptography;
using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>The end of a tunnel over a stream: END_STREAM is FIN, RST_STREAM is RST (RFC 9113 §8.5).</summary>
public sealed class Ending(string proxy) : Scenario(proxy)
{
    private const int Bulk = 4 * 1024 * 1024;

    [Requirement("h2/end-stream-to-fin", Title = "END_STREAM becomes FIN, and the reply still comes")]
    public async Task END_STREAM_becomes_FIN_and_the_reply_still_comes()
    {
        await using var origin = await Origins.ListenAsync();
        var (stream, server) = await TunnelAsync(origin);

        await stream.SendAsync(AnyBytes.Ping, endStream: true);
        (await server.ReadToEndAsync()).Should().BeFin().And.HaveBytes(AnyBytes.Ping);
        await server.SendAndFinishAsync(Encoding.Latin1.GetBytes(AnyBytes.Ping));

        (await stream.ReadToEndAsync()).Should().BeEndStream().And.HaveBytes(AnyBytes.Ping);
    }

    [Requirement("h2/fin-to-end-stream", Title = "The origin's FIN becomes END_STREAM at once, and bytes still reach it")]
    public async Task The_origins_FIN_becomes_END_STREAM_at_once_and_bytes_still_reach_it()
    {
        await using var origin = await Origins.ListenAsync();
        var (stream, server) = await TunnelAsync(origin);

        await server.SendAndFinishAsync(Encoding.Latin1.GetBytes(AnyBytes.Ping));
        (await stream.ReadToEndAsync()).Should().BeEndStream().And.HaveBytes(AnyBytes.Ping);
        await stream.SendAsync(AnyBytes.Ping, endStream: true);

        (await server.ReadToEndAsync()).Should().BeFin().And.HaveBytes(AnyBytes.Ping);
    }

    [Requirement("h2/flush-origin-close", Title = "All that the origin sent before it closed reaches a slow client")]
    public async Task All_that_the_origin_sent_before_it_closed_reaches_a_slow_client()
    {
        // 1. The client takes nothing beyond the first window until the origin has filled every buffer on the way.
        var data = RandomNumberGenerator.GetBytes(Bulk);
        await using var origin = await Origins.ListenAsync();
        await using var client = await H2.DialAsync(new() { CreditsWindows = false });
        var stream = await TunnelAsync(client, origin);
        var server = await origin.NextConnectionAsync();
        var sending = SendAndCloseAsync(server, data);
        await SpendAsync(TimeUse.Quiet, Task.WhenAny(sending, Task.Delay(Waits.Quiet, Cancel)));

        // 2. All of it, and only then the end.
        await client.SendAsync(Frame.WindowUpdate(0, Bulk), Frame.WindowUpdate(stream.Id, Bulk));
        var end = await stream.HashToEndAsync();
        end.Should().BeEndStream().And.HaveHash(Bulk, Convert.ToHexStringLower(SHA256.HashData(data)));
        await sending;
    }

    [Requirement("h2/rst-to-connect-error", Title = "The origin's RST becomes RST_STREAM with CONNECT_ERROR")]
    public async Task The_origins_RST_becomes_RST_STREAM_with_CONNECT_ERROR()
    {
        await using var origin = await Origins.ListenAsync();
        var (stream, server) = await TunnelAsync(origin);

        server.Reset();

        // RFC 9113 §5.4: a generic code can always be used.
        var end = await stream.ReadToEndAsync();
        end.Should().BeReset(ErrorCodes.ConnectError, ErrorCodes.InternalError, ErrorCodes.ProtocolError);
        if (end.Code != ErrorCodes.ConnectError)
            Warn(ReasonIds.ErrorCode, $"the code is {ErrorCodes.NameOf(end.Code!.Value)}, not CONNECT_ERROR", end.Marks);
    }

    [Requirement("h2/client-error-to-rst", Title = "An error of the client's on the stream becomes RST at the origin")]
    public async Task An_error_of_the_clients_on_the_stream_becomes_RST_at_the_origin()
    {
        await using var origin = await Origins.ListenAsync();
        var (stream, server) = await TunnelAsync(origin);
        await stream.ResetAsync(ErrorCodes.InternalError);
        (await server.ReadToEndAsync()).Should().BeReset();
    }

    [Requirement("h2/client-cancel-to-rst", Title = "A stream that the client cancels becomes RST at the origin")]
    public async Task A_stream_that_the_client_cancels_becomes_RST_at_the_origin()
    {
        await using var origin = await Origins.ListenAsync();
        var (stream, server) = await TunnelAsync(origin);
        await stream.ResetAsync(ErrorCodes.Cancel);
        var end = await server.ReadToEndAsync();
        if (end.Kind != EndKind.Reset)
            Warn(ReasonIds.EndNotReset, "the origin got FIN for a stream that was cancelled", end.Marks);
    }

    [Requirement("h2/connection-error-to-rst", Title = "An error of the connection becomes RST at each origin")]
    public async Task An_error_of_the_connection_becomes_RST_at_each_origin()
    {
        await using var origin = await Origins.ListenAsync();
        var (stream, first) = await TunnelAsync(origin);
        await TunnelAsync(stream.Client, origin);
        var second = await origin.NextConnectionAsync();

        await stream.Client.SendAsync(Frame.WindowUpdate(0, 0));

        (await stream.Client.ErrorAsync()).Should().BeAnError();
        (await first.ReadToEndAsync()).Should().BeReset();
        (await second.ReadToEndAsync()).Should().BeReset();
    }

    [Requirement("h2/connection-lost-to-rst", Title = "A connection that is lost becomes RST at the origin")]
    [Input("rst", true)]
    [Input("fin", false)]
    public async Task A_connection_that_is_lost_becomes_RST_at_the_origin(bool reset)
    {
        await using var origin = await Origins.ListenAsync();
        var (stream, server) = await TunnelAsync(origin);

        await (reset ? stream.Client.ResetAsync() : stream.Client.ShutdownSendAsync());

        var end = await server.ReadToEndAsync();
        if (reset)
            end.Should().BeReset();
        else if (end.Kind != EndKind.Reset)
            Warn(ReasonIds.EndNotReset, "the origin got FIN, although the stream was still open", end.Marks);
    }

    [Requirement("h2/headers-mid-tunnel", Title = "A frame with fields in a tunnel is an error")]
    [Input("open", "open")]
    [Input("end-stream", "end-stream")]
    [Input("push-promise", "push-promise")]
    public async Task A_frame_with_fields_in_a_tunnel_is_an_error(string input)
    {
        await using var origin = await Origins.ListenAsync();
        var (stream, server) = await TunnelAsync(origin);
        var fields = Hpack.Block(new Http2Field("x", "y"));
        await stream.Client.SendAsync(input == "push-promise"
            ? Frame.PushPromise(stream.Id, 2, fields)
            : Frame.Headers(stream.Id, fields, endStream: input == "end-stream"));
        (await stream.ReadToEndAsync()).Should().BeAnError();
        (await server.ReadToEndAsync()).Should().BeReset();
    }

    [Requirement("h2/data-after-es", Title = "DATA after END_STREAM is an error")]
    public async Task DATA_after_END_STREAM_is_an_error()
    {
        await using var origin = await Origins.ListenAsync();
        var (stream, server) = await TunnelAsync(origin);

        // In one write: a proxy may end the stream in order before it reads what comes later.
        await stream.Client.SendAsync(
            Frame.Data(stream.Id, Encoding.Latin1.GetBytes(AnyBytes.Ping), endStream: true),
            Frame.Data(stream.Id, "more"u8.ToArray()));
        (await stream.ReadToEndAsync()).Should()
            .BeAnError(ErrorCodes.StreamClosed, ErrorCodes.ProtocolError, ErrorCodes.InternalError);
        var text = Encoding.Latin1.GetString((await server.ReadToEndAsync()).Bytes);
        if (text.Contains("more", StringComparison.Ordinal))
            throw new RequirementBrokenException(ReasonIds.UnexpectedBytes, "the origin got what came after the end");
    }

    // It closes right behind its last byte, as servers do that end a response by closing.
    private static async Task SendAndCloseAsync(WireConnection server, byte[] data)
    {
        await server.SendAsync(data);
        await server.DisposeAsync();
    }
}
