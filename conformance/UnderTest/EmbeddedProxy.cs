using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy;

namespace ConformanceKit.UnderTest;

/// <summary>
/// The reference proxy inside this process, on loopback, with the listeners of <see cref="ReferenceSetup"/>.
/// </summary>
public sealed class EmbeddedProxy : ProxyUnderTest
{
    private readonly LastLines _log = new();
    private readonly List<ProxyServer> _servers = [];
    private readonly StartOnce _start;
    private Func<ProxyOptions, ProxyOptions> _change = options => options;

    /// <summary>A reference proxy that starts on first use.</summary>
    public EmbeddedProxy() => _start = new StartOnce(_ => Task.FromResult(ReferenceSetup.Start(Listen, _log.Add)));

    /// <inheritdoc/>
    public override string Name => ProxyCatalogue.Embedded;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features => ReferenceSetup.Features;

    /// <inheritdoc/>
    public override Task<RunningSubject> StartAsync(CancellationToken cancel) => _start.GetAsync(cancel);

    /// <inheritdoc/>
    public override Task<string> ReadLogAsync(CancellationToken cancel) => Task.FromResult(_log.ToString());

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _start.DisposeAsync();
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    /// <inheritdoc/>
    internal override bool TryChange(Func<ProxyOptions, ProxyOptions> change)
    {
        _change = change;
        return true;
    }

    private IPEndPoint Listen(string listener, ProxyOptions options)
    {
        try
        {
            var server = ProxyServer.Start(_change(ReferenceSetup.Also(listener, options)));
            _servers.Add(server);
            return server.TlsEndPoint ?? server.SocksEndPoint ?? server.EndPoint;
        }
        catch (SocketException refused)
        {
            throw new HarnessException($"The embedded reference cannot listen on {options.Listen}: {refused.Message}.", refused);
        }
    }
}
