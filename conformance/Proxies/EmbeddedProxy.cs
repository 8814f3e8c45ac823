using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy;

namespace ConformanceKit.Proxies;

/// <summary>The reference proxy inside this process, on loopback: a listener without credentials, one with, and one that gives up soon.</summary>
public sealed class EmbeddedProxy : ProxyUnderTest
{
    private const int LogLines = 200;
    private const string User = "user";
    private const string Password = "pass:word"; // a colon on purpose: RFC 7617 §2 permits it

    private static readonly UserPassword Utf8 = new("test", "123£"); // the example of RFC 7617 §2.1
    private static readonly DeniedTargets Denies = new(25, IPAddress.Parse("127.0.0.2"));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<string> log = new();
    private readonly List<ProxyServer> servers = [];
    private readonly StartOnce start;

    /// <summary>A reference proxy that starts on first use.</summary>
    public EmbeddedProxy() => start = new StartOnce(_ => Task.FromResult(StartServers()));

    /// <inheritdoc/>
    public override string Name => ProxyCatalogue.Embedded;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features { get; } = new HashSet<string>
    {
        ProxyFeatures.Connect, ProxyFeatures.Http, ProxyFeatures.IPv6, ProxyFeatures.Auth, ProxyFeatures.Impatient,
        ProxyFeatures.DirectAddress,
    };

    /// <inheritdoc/>
    public override Task<RunningProxy> StartAsync(CancellationToken cancel) => start.GetAsync(cancel);

    /// <inheritdoc/>
    public override Task<string> ReadLogAsync(CancellationToken cancel) =>
        Task.FromResult(string.Join(Environment.NewLine, log));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await start.DisposeAsync();
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    private RunningProxy StartServers()
    {
        // 3 s instead of 10 for a target that never answers, as for the proxies in containers.
        var options = new ProxyOptions
        {
            DialTimeout = TimeSpan.FromSeconds(3),
            AllowedPorts = [new PortRange(1, Denies.Port!.Value - 1), new PortRange(Denies.Port.Value + 1, IPEndPoint.MaxPort)],
            Denied = [DenyRule.Parse(Denies.Address!.ToString())],
            Log = Note,
        };
        var plain = Listen(options);
        var auth = Listen(options with { Credentials = [new Credential(User, Password), new Credential(Utf8.User, Utf8.Password)] });
        var impatient = Listen(options with { HeaderTimeout = Patience, IdleTimeout = Patience });
        return new RunningProxy(
            new Listener(plain.EndPoint),
            new Listener(auth.EndPoint, User, Password) { Utf8 = Utf8 },
            typeof(ProxyServer).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()!.Version,
            "",
            IPAddress.Loopback,
            IPAddress.Loopback.ToString(),
            LocalAddress.LoopbackV6)
        {
            Impatient = new Listener(impatient.EndPoint) { Patience = Patience },
            Denies = Denies,
        };
    }

    private ProxyServer Listen(ProxyOptions options)
    {
        try
        {
            var server = ProxyServer.Start(options);
            servers.Add(server);
            return server;
        }
        catch (SocketException refused)
        {
            throw new HarnessException($"The embedded reference can't listen on {options.Listen}: {refused.Message}.", refused);
        }
    }

    private void Note(string line)
    {
        log.Enqueue(line);
        while (log.Count > LogLines)
            log.TryDequeue(out _);
    }
}
