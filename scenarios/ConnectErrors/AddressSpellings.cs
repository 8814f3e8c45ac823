using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>
/// Other ways to write an address that the proxy is configured to refuse, all of which resolvers understand: the rule is about
/// the address that is dialled (RFC 9209 §2.3.5).
/// </summary>
public sealed class AddressSpellings(string proxy) : Scenario(proxy)
{
    [Requirement("connect-errors/deny-spellings", DependsOn = "connect-errors/ip-prohibited",
        Title = "A denied address is rejected for CONNECT however it is written")]
    [Input("decimal", "{0}")]
    [Input("hexadecimal", "0x{0:x}")]
    [Input("octal", "0{1}.0.0.{2}")]
    [Input("short", "{3}.{2}")]
    [Input("three-parts", "{3}.0.{2}")]
    [Input("percent-encoded", "{3}%2e0.0.{2}")]
    [Input("ipv4-mapped", "[::ffff:{4}]")]
    [Input("ipv4-mapped-hexadecimal", "[::ffff:{3:x2}00:{2:x}]")]
    [Input("ipv4-compatible", "[::{4}]")]
    public async Task A_prohibited_address_is_refused_to_CONNECT_however_it_is_written(string format)
    {
        var spelling = Spell(format);
        if (!Proxy.IsOnThisMachine)
        {
            await AssertRefusedInsideAsync(spelling);
            return;
        }

        await using var denied = await Origins.ListenAtAsync(Proxy.DeniedAddress);
        await using var client = await Proxy.DialAsync();
        await AssertTunnelRefusedAsync(
            client, Requests.Connect($"{spelling}:{denied.Port}"), "the policy denies this address", Waits.Dial, denied);
    }

    [Requirement("absolute-form/deny-spellings", Title = "A denied address is rejected for GET however it is written")]
    [Input("as-configured", "{4}")]
    [Input("decimal", "{0}")]
    [Input("hexadecimal", "0x{0:x}")]
    [Input("octal", "0{1}.0.0.{2}")]
    [Input("short", "{3}.{2}")]
    [Input("three-parts", "{3}.0.{2}")]
    [Input("percent-encoded", "{3}%2e0.0.{2}")]
    [Input("ipv4-mapped", "[::ffff:{4}]")]
    [Input("ipv4-mapped-hexadecimal", "[::ffff:{3:x2}00:{2:x}]")]
    [Input("ipv4-compatible", "[::{4}]")]
    public async Task A_prohibited_address_is_refused_to_GET_however_it_is_written(string format)
    {
        var spelling = Spell(format);
        if (!Proxy.IsOnThisMachine)
            NotApplicable("the address is inside the proxy's container, where connections to it cannot be seen");
        await using var denied = await Origins.ListenAtAsync(Proxy.DeniedAddress);
        await using var client = await Proxy.DialAsync();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var serving = ServeAsync(denied, ending.Token);

        await client.SendAsync(Requests.Get($"http://{spelling}:{denied.Port}/x"));
        var response = await client.IsClosedAsync(within: Waits.Dial) ? null : await client.ReadResponseAsync("GET");

        await denied.Should().HaveSeenNoConnectionAsync("the policy denies this address");
        await ending.CancelAsync();
        await serving;
        if (response is null)
            WarnOfSilence(client);
        else
            response.Should().BeRejection("the policy denies this address");
    }

    // Inside a container the address is the proxy's own: it listens there itself, and dials for any client that gets there.
    private async Task AssertRefusedInsideAsync(string spelling)
    {
        const string because = "the policy denies this address";
        await using var inside = await Proxy.DialAsync();
        await inside.SendAsync(Requests.Connect($"{spelling}:{Proxy.PlainListener.EndPoint.Port}"));
        if (await inside.IsClosedAsync(within: Waits.Dial))
        {
            WarnOfSilence(inside);
            return;
        }

        var response = await inside.ReadResponseAsync("CONNECT");
        if (!response.IsSuccessful)
        {
            response.Should().BeRejection(because);
            return;
        }

        await using var origin = await Origins.ListenAsync();
        await AskAsync(inside, Requests.Connect(origin.Authority));
        var reached = await origin.SentinelAsync() > 0
            ? "the tunnel led there, where the proxy itself listens and opened the next tunnel"
            : "nothing there opened the next tunnel";
        throw new RequirementBrokenException(ReasonIds.Accepted,
            $"expected a 4xx or 5xx, but got \"{response}\"; {reached}; expected because {because}")
        {
            FailsAtAnyLevel = true,
            Marks = response.Marks.StartLine,
        };
    }

    private void WarnOfSilence(WireConnection client) => Warn(
        ReasonIds.ClosedWithoutReply, "the proxy refuses the request only by ending the connection, without a response",
        client.Ending);

    // A proxy that gets there is served, so that it shows.
    private static async Task ServeAsync(Origin origin, CancellationToken ending)
    {
        try
        {
            await using var connection = await origin.NextConnectionAsync(ending);
            await connection.ReadRequestHeadAsync(cancel: ending);
            await connection.TrySendAsync(Answers.Ok, ending);
        }
        catch (Exception nobody) when (nobody is OperationCanceledException or RequirementBrokenException)
        {
            // Nobody connected, as intended.
        }
    }

    private string Spell(string format)
    {
        var address = Proxy.DeniedAddress;
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily != AddressFamily.InterNetwork || bytes[1] != 0 || bytes[2] != 0)
            NotApplicable($"these are spellings of an IPv4 address like 127.0.0.2, but the denied address is {address}");
        return string.Format(
            CultureInfo.InvariantCulture,
            format,
            BinaryPrimitives.ReadUInt32BigEndian(bytes),
            Convert.ToString(bytes[0], 8),
            bytes[3],
            bytes[0],
            address);
    }
}
