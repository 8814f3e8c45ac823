using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy;

namespace ConformanceKit.UnderTest;

/// <summary>The reference proxy inside this process, on loopback: a listener without credentials, one with, and one that gives up soon.</summary>
public sealed class EmbeddedProxy : ProxyUnderTest
{
    private readonly LastLines log = new();
    private readonly List<ProxyServer> servers = [];
    private readonly StartOnce start;

    /// <summary>A reference proxy that starts on first use.</summary>
    public EmbeddedProxy() => start = new StartOnce(_ => Task.FromResult(ReferenceSetup.Start(Listen, log.Add)));

    /// <inheritdoc/>
    public override string Name => ProxyCatalogue.Embedded;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features => ReferenceSetup.Features;

    /// <inheritdoc/>
    public override Task<RunningProxy> StartAsync(CancellationToken cancel) => start.GetAsync(cancel);

    /// <inheritdoc/>
    public override Task<string> ReadLogAsync(CancellationToken cancel) => Task.FromResult(log.ToString());

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await start.DisposeAsync();
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    private IPEndPoint Listen(ProxyOptions options)
    {
        try
        {
            var server = ProxyServer.Start(options);
            servers.Add(server);
            return server.EndPoint;
        }
        catch (SocketException refused)
        {
            throw new HarnessException($"The embedded reference can't listen on {options.Listen}: {refused.Message}.", refused);
        }
    }
}
