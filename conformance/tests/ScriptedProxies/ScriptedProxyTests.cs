using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.ScriptedProxies;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.ScriptedProxies;

/// <summary>A proxy with one behaviour: what it sees, and what it does with origins.</summary>
[CancelAfter(30_000)]
internal sealed class ScriptedProxyTests
{
    private static readonly Behaviour s_obeys = new("obeys", "does what it should", async connection =>
    {
        while (await connection.RequestAsync() is { } request)
            await connection.ObeyAsync(request);
    });

    [Test]
    public async Task It_remembers_requests_and_forwards_them_in_origin_form()
    {
        await using var bench = new Bench();
        var origin = await bench.Origins.HttpAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        var proxy = bench.Proxies.Listen(s_obeys, origin);

        var answer = await ExchangeAsync(proxy,
            $"GET {origin.Http("/x?y")} HTTP/1.1\r\nHost: {origin.Authority}\r\nProxy-Authorization: Basic eDp5\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 200 OK\r\n").And.EndWith("hi");
        proxy.Requests.Should().ContainSingle().Which.Request.Target.Should().Be(origin.Http("/x?y"));
        origin.Requests[0].Target.Should().Be("/x?y");
        origin.Requests[0].HasField("Proxy-Authorization").Should().BeFalse();
        (proxy.ConnectionCount, proxy.DialCount).Should().Be((1, 1));
    }

    [Test]
    public async Task A_tunnel_relays_both_ways_and_ends_with_both_sides()
    {
        await using var bench = new Bench();
        var origin = await bench.Origins.EchoAsync();
        var proxy = bench.Proxies.Listen(s_obeys, origin);

        var answer = await ExchangeAsync(proxy, $"CONNECT {origin.Authority} HTTP/1.1\r\nHost: {origin.Authority}\r\n\r\necho");

        answer.Should().Be("HTTP/1.1 200 Connection established\r\n\r\necho");
    }

    [Test]
    public async Task What_comes_behind_a_request_without_a_response_is_noticed()
    {
        await using var bench = new Bench();
        var silent = new Behaviour("silent", "says nothing", async connection =>
        {
            await connection.RequestAsync();
            await connection.UntilClosedAsync();
        });
        var (patient, hasty) = (bench.Proxies.Listen(silent), bench.Proxies.Listen(silent));

        await ExchangeAsync(patient, "CONNECT o:1 HTTP/1.1\r\n\r\n");
        await ExchangeAsync(hasty, "CONNECT o:1 HTTP/1.1\r\n\r\nhello");

        await Task.WhenAll(patient.SettleAsync(), hasty.SettleAsync());
        (patient.HasSeenMore, hasty.HasSeenMore).Should().Be((false, true));
    }

    [Test]
    public async Task In_TLS_it_shows_the_certificate_that_it_is_told_to_show()
    {
        await using var bench = new Bench();
        var proxy = bench.Proxies.Listen(s_obeys with { Certificate = ProxyCertificate.Untrusted });
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(proxy.EndPoint);
        using var tls = new SslStream(new NetworkStream(socket));

        SslPolicyErrors? seen = null;
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                seen = errors;
                return certificate is not null;
            },
        });

        proxy.Uri.Should().StartWith("https://");
        seen.Should().HaveFlag(SslPolicyErrors.RemoteCertificateChainErrors);
    }

    [Test]
    public async Task A_behaviour_that_fails_is_a_fault_of_the_harness()
    {
        await using var bench = new Bench();
        var proxy = bench.Proxies.Listen(new("broken", "fails", _ => throw new InvalidCastException("by mistake")));
        await ExchangeAsync(proxy, "CONNECT o:1 HTTP/1.1\r\n\r\n", endsItself: true);

        bench.Proxies.Invoking(made => made.ThrowIfFaulted())
            .Should().Throw<HarnessException>().WithMessage("*broken*by mistake*");
    }

    [Test]
    public async Task The_correct_client_gets_through_and_its_bytes_are_in_the_evidence()
    {
        await using var bench = new Bench();
        var origin = await bench.Origins.HttpsAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        var proxy = bench.Proxies.Listen(s_obeys, origin);
        await using var client = new ScriptedClient(new());

        var answer = await client.FetchAsync(new(origin.Https("/"), proxy.Uri), CancellationToken.None);

        Encoding.ASCII.GetString(answer.Body).Should().Be("hi");
        bench.Transcript.Events.Should().Contain(step => step.Connection == "proxy 1" && step.Kind == WireEvent.Received);
    }

    private static async Task<string> ExchangeAsync(ScriptedProxy proxy, string request, bool endsItself = false)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(proxy.EndPoint);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        if (!endsItself)
            socket.Shutdown(SocketShutdown.Send);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, TestContext.CurrentContext.CancellationToken);
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    // What a scenario has: origins and proxies on loopback, until it is over.
    private sealed class Bench : IAsyncDisposable
    {
        private readonly CancellationTokenSource _over = new();

        public Bench()
        {
            var place = new OriginPlace(IPAddress.Loopback, "127.0.0.1", null);
            Origins = new(place, Transcript, new(), _over.Token);
            Proxies = new(place, Transcript, new(), _over.Token);
        }

        public Transcript Transcript { get; } = new();

        public OriginFactory Origins { get; }

        public ScriptedProxyFactory Proxies { get; }

        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            await Proxies.DisposeAsync();
            await Origins.DisposeAsync();
            _over.Dispose();
        }
    }
}
