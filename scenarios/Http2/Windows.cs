using System.Security.Cryptography;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>Flow control (RFC 9113 §5.2, §6.9): of each stream, and of the connection.</summary>
public sealed class Windows(string proxy) : Scenario(proxy)
{
    private const int Much = 16 * 1024 * 1024;

    [Requirement("h2/padded-window", Title = "What padding takes from the windows is returned")]
    public async Task What_padding_takes_from_the_windows_is_returned()
    {
        const int frames = 4096;
        await using var origin = await Origins.ListenAsync();
        await using var client = await H2.DialAsync();
        var stream = await TunnelAsync(client, origin);

        await stream.SendPaddedAsync(new byte[1], 255);
        var reading = (await origin.NextConnectionAsync()).HashExactlyAsync(frames);
        for (var sent = 1; sent < frames; sent++)
            await stream.SendPaddedAsync(new byte[1], 255);
        await reading;
    }

    [Requirement("h2/window-zero", Title = "No DATA comes while the window is 0")]
    public async Task No_DATA_comes_while_the_window_is_0()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await DialWithoutCreditAsync();
        var stream = await TunnelAsync(client, origin);
        var server = await origin.NextConnectionAsync();

        // 1. Nothing may come.
        await server.SendAsync(new byte[100]);
        if (await stream.ExpectSilenceAsync() is { } early)
        {
            throw new RequirementBrokenException(
                ReasonIds.FlowControl, $"expected no DATA while the window is 0, but got {early.Frame}")
            {
                Marks = [early.Place],
            };
        }

        // 2. As much as the window allows, then the rest.
        await client.SendAsync(Frame.WindowUpdate(stream.Id, 3));
        await stream.ReadExactlyAsync(3);
        client.Should().HaveKeptToItsWindows();
        await client.SendAsync(Frame.WindowUpdate(stream.Id, 300));
        await stream.ReadExactlyAsync(97);
    }

    [Requirement("h2/empty-es-no-window", Title = "END_STREAM alone needs no window")]
    public async Task END_STREAM_alone_needs_no_window()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await DialWithoutCreditAsync();
        var stream = await TunnelAsync(client, origin);
        (await origin.NextConnectionAsync()).ShutdownSend();
        (await stream.ReadToEndAsync()).Should().BeEndStream();
    }

    [Requirement("h2/window-negative", Title = "SETTINGS that shrink the window hold DATA back")]
    public async Task SETTINGS_that_shrink_the_window_hold_DATA_back()
    {
        const int window = 65_535;
        await using var origin = await Origins.ListenAsync();
        await using var client = await H2.DialAsync(new() { CreditsWindows = false });
        await client.SettingsAckAsync();
        var stream = await TunnelAsync(client, origin);
        var server = await origin.NextConnectionAsync();
        await client.SendAsync(Frame.WindowUpdate(0, 1_000_000));

        // 1. Half of the window is used up when it shrinks to a tenth.
        await server.SendAsync(new byte[window / 2]);
        await stream.ReadExactlyAsync(window / 2);
        await client.SendAsync(Frame.Settings(new Setting(Setting.InitialWindowSize, window / 10)));
        await client.SettingsAckAsync();

        // 2. It is negative now.
        await server.SendAsync(new byte[100]);
        if (await stream.ExpectSilenceAsync() is { } early)
        {
            throw new RequirementBrokenException(ReasonIds.FlowControl, $"expected no DATA, but got {early.Frame}")
            {
                Marks = [early.Place],
            };
        }

        await client.SendAsync(Frame.WindowUpdate(stream.Id, window));
        await stream.ReadExactlyAsync(100);
    }

    [Requirement("h2/window-overflow", Title = "A window of more than 2^31-1 is an error")]
    [Input("stream", true)]
    [Input("connection", false)]
    public async Task A_window_of_more_than_31_bits_is_an_error(bool ofStream)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await H2.DialAsync();
        var stream = await TunnelAsync(client, origin);
        await client.SendAsync(Frame.WindowUpdate(ofStream ? stream.Id : 0, int.MaxValue));

        // RFC 9113 §5.4: a generic code can always be used.
        uint[] codes = [ErrorCodes.FlowControlError, ErrorCodes.ProtocolError, ErrorCodes.InternalError];
        if (ofStream)
            (await stream.ReadToEndAsync()).Should().BeAnError(codes);
        else
            (await client.ErrorAsync()).Should().BeAnError(codes);
    }

    [Requirement("h2/upload-past-window", Title = "An upload gets past the first window")]
    public async Task An_upload_gets_past_the_first_window()
    {
        await using var origin = await Origins.ListenAsync();
        var (stream, server) = await TunnelAsync(origin);
        var bytes = new byte[Much];
        Random.Shared.NextBytes(bytes);
        var reading = server.HashExactlyAsync(Much);
        await stream.SendAsync(bytes);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (await reading is var received && received != hash)
        {
            throw new RequirementBrokenException(ReasonIds.BytesDiffer,
                $"as many bytes arrived as were sent, but their SHA-256 is {received}, not {hash}");
        }
    }

    [Requirement("h2/stalled-isolated", Title = "Tunnels whose origins do not read do not keep another from sending")]
    public async Task Tunnels_whose_origins_do_not_read_do_not_keep_another_from_sending()
    {
        await using var client = await StallAsync(4);
        await using var echo = await Origins.EchoAsync();
        await AssertEchoesAsync(await TunnelAsync(client, echo), "only other tunnels are stalled");
    }

    [Requirement("h2/ping-while-stalled", Title = "PING is answered while a tunnel is stalled")]
    public async Task PING_is_answered_while_a_tunnel_is_stalled()
    {
        await using var client = await StallAsync(1);
        await client.Should().AnswerPingAsync("reading goes on (RFC 9113 §5.2.2)");
    }

    private Task<Http2Client> DialWithoutCreditAsync() => H2.DialAsync(new()
    {
        CreditsWindows = false,
        Settings = [new(Setting.InitialWindowSize, 0)],
    });

    // Tunnels on which the client sends until their windows are used up. Only time can tell that they are.
    private async Task<Http2Client> StallAsync(int count)
    {
        var client = await H2.DialAsync();
        var origin = await Origins.ListenAsync();
        var streams = new List<Http2Stream>();
        var sent = 0;
        for (var at = 0; at < count; at++)
        {
            var stream = await TunnelAsync(client, origin);
            (await origin.NextConnectionAsync()).TakeAtMost(4096);
            streams.Add(stream);
            _ = SendAsync(stream);
        }

        // Where windows are left, either TCP takes no more, or the machine is busy with something else.
        for (var idle = 0; idle < (IsUsedUp() ? 1 : 6);)
        {
            var before = Volatile.Read(ref sent);
            await SpendAsync(TimeUse.Quiet, Task.Delay(Waits.Quiet, Cancel));
            idle = before == Volatile.Read(ref sent) ? idle + 1 : 0;
        }

        return client;

        bool IsUsedUp() => streams.TrueForAll(stream => Math.Min(stream.SendWindowLeft, client.SendWindowLeft) <= 0);

        async Task SendAsync(Http2Stream stream)
        {
            try
            {
                for (; ; Interlocked.Increment(ref sent))
                    await stream.SendAsync(new byte[16 * 1024]);
            }
            catch (Exception end)
                when (end is RequirementBrokenException or OperationCanceledException or ObjectDisposedException)
            {
                // The window stays used up, or the scenario is over.
            }
        }
    }
}
