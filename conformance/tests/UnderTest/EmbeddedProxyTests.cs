using System.Net;
using System.Net.Sockets;
using System.Text;
using ConformanceKit.Origins;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class EmbeddedProxyTests
{
    [Test]
    public async Task It_has_a_listener_without_credentials_and_one_with()
    {
        await using var proxy = new EmbeddedProxy();

        var running = await proxy.StartAsync(default);

        proxy.Name.Should().Be("embedded");
        running.Version.Should().MatchRegex(@"^\d+\.\d+");
        IPAddress.IsLoopback(running.OriginAddress).Should().BeTrue();
        running.OriginHost.Should().Be(running.OriginAddress.ToString());
        (await AskAsync(running.Plain, "")).Should().StartWith("HTTP/1.1 502");
        (await AskAsync(running.Find(ListenerNames.Auth)!, "")).Should().StartWith("HTTP/1.1 407");
        var credentials = Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"{running.Find(ListenerNames.Auth)!.User}:{running.Find(ListenerNames.Auth)!.Password}"));
        (await AskAsync(running.Find(ListenerNames.Auth)!, $"Proxy-Authorization: Basic {credentials}\r\n"))
            .Should().StartWith("HTTP/1.1 502");
        (await proxy.ReadLogAsync(default)).Should().Contain("CONNECT");
    }

    [Test]
    public async Task It_refuses_what_it_declares_to_refuse_on_every_listener()
    {
        await using var proxy = new EmbeddedProxy();

        var running = await proxy.StartAsync(default);

        var port = running.Denies.Port!.Value;
        (await AskAsync(running.Plain, "", $"127.0.0.1:{port}")).Should().StartWith("HTTP/1.1 403");
        (await AskAsync(running.Find(ListenerNames.Impatient)!, "", $"127.0.0.1:{port}")).Should().StartWith("HTTP/1.1 403");
        (await AskAsync(running.Plain, "", $"127.0.0.1:{port - 1}")).Should().StartWith("HTTP/1.1 502");
        (await AskAsync(running.Plain, "", $"127.0.0.1:{port + 1}")).Should().StartWith("HTTP/1.1 502");
        (await AskAsync(running.Plain, "", $"{running.Denies.Address}:1")).Should().StartWith("HTTP/1.1 502");
    }

    [Test]
    public async Task It_stops_when_it_is_disposed_of()
    {
        var proxy = new EmbeddedProxy();
        var running = await proxy.StartAsync(default);

        await proxy.DisposeAsync();

        (await ReadyProbe.AnswersAsync(running.Plain.EndPoint, s_place, default)).Should().BeFalse();
        (await ReadyProbe.AnswersAsync(running.Find(ListenerNames.Auth)!.EndPoint, s_place, default)).Should().BeFalse();
        (await ReadyProbe.AnswersAsync(running.Find(ListenerNames.Impatient)!.EndPoint, s_place, default)).Should().BeFalse();
    }

    private static readonly OriginPlace s_place = new(IPAddress.Loopback, "127.0.0.1", AddressV6: null);

    // Requests a tunnel, by default to a port of this machine that has no listener.
    private static async Task<string> AskAsync(Listener listener, string fields, string? target = null)
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        target ??= closed.LocalEndPoint!.ToString();
        using var client = new TcpClient();
        await client.ConnectAsync(listener.EndPoint);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{fields}\r\n"));
        var reply = new byte[64];
        var count = await client.GetStream().ReadAtLeastAsync(reply, 12).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        return Encoding.ASCII.GetString(reply, 0, count);
    }
}
