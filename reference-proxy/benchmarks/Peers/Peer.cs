using System.Diagnostics;
using System.Net;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>A running proxy to measure, or the direct way to the origins.</summary>
internal sealed class Peer : IDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);

    private readonly PeerKind _kind;
    private readonly PeerSetup _setup;
    private readonly ProcessSession? _session;
    private bool _ended;

    private Peer(PeerKind kind, PeerSetup setup)
    {
        _kind = kind;
        _setup = setup;
        _session = kind.Path is { } path ? new ProcessSession(Launch(path, kind.Configure(setup), setup.Folder.Log)) : null;
    }

    /// <summary>Its name on the command line.</summary>
    public string Name => _kind.Name;

    /// <summary>Its version; empty without a proxy.</summary>
    public string Version => _kind.Version();

    /// <summary>
    /// Whether a tunnel is requested with CONNECT. Otherwise a connection to <see cref="Entry"/> is the tunnel.
    /// </summary>
    public bool NeedsConnect => _kind.Tunnels == TunnelForm.Connect;

    /// <summary>Whether requests are in absolute-form, as they are to every proxy, but not to the origin itself.</summary>
    public bool NeedsAbsoluteForm => _kind.Tunnels != TunnelForm.Direct;

    /// <summary>How its clients speak TLS to it; null in cleartext.</summary>
    public TlsContext? Tls { get; private set; }

    /// <summary>Whether any of its processes is running.</summary>
    public bool Runs => _session is { IsEmpty: false };

    /// <summary>Starts a peer and waits until it serves.</summary>
    public static Peer Start(PeerKind kind, LoadOrigins origins)
    {
        if (kind is { SpeaksTls: true, OffersTls: false })
            throw new LoadFailedException($"{kind.Name} does not speak TLS to its clients");
        var peer = new Peer(kind, new PeerSetup(new PeerFolder(), origins, kind.SpeaksTls, kind.SpeaksHttp2));
        try
        {
            if (peer._setup.CertificateFile is { } file)
                peer.Tls = new TlsContext(file);
            Readiness.Await(peer, origins.Echo, peer._setup.Folder);
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Where to connect with HTTP/2; null if its clients speak HTTP/1.</summary>
    public IPEndPoint? Http2Entry => _kind.SpeaksHttp2 ? _setup.Listen : null;

    /// <summary>Where to connect for <paramref name="origin"/>.</summary>
    public IPEndPoint Entry(IPEndPoint origin) => _kind.Tunnels switch
    {
        TunnelForm.Direct => origin,
        TunnelForm.PortForEachOrigin => _setup.EntryTo(origin),
        _ => _setup.Listen,
    };

    /// <summary>The user and system time of its processes so far. Cheap to read.</summary>
    public TimeSpan Cpu() => _session?.Cpu() ?? TimeSpan.Zero;

    /// <summary>Waits a few seconds for its processes to stop using CPU; returns false if they do not.</summary>
    public bool IsQuiet()
    {
        for (var looks = 0; looks < 30; looks++)
        {
            // Nothing reports that a process is idle. It counts as idle if it has used at most one tick of the kernel's clock,
            // 10 ms, for a while.
            var before = Cpu();
            Thread.Sleep(TimeSpan.FromMilliseconds(100));
            if (Cpu() - before < TimeSpan.FromMilliseconds(11))
                return true;
        }

        return false;
    }

    /// <summary>What its processes have used so far; nothing without a proxy.</summary>
    public ProcessUse Use() => _session?.Use() ?? default;

    /// <summary>Its memory once two readings a second apart agree: memory is given back late.</summary>
    public long SettledMemory()
    {
        var pss = Use().Pss;
        for (var looks = 0; looks < 10; looks++)
        {
            Thread.Sleep(TimeSpan.FromSeconds(1));
            var before = pss;
            pss = Use().Pss;
            if (Math.Abs(pss - before) < before / 200)
                break;
        }

        return pss;
    }

    /// <summary>Ends all of its processes and removes its folder.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, true))
            return;
        _session?.End(s_grace);
        Tls?.Dispose();
        _setup.Folder.Dispose();
    }

    /// <summary>
    /// Starts the program in its own session, whose number is that of the process. Its errors go to a file, so that nothing here
    /// has to read them while a load runs. It inherits the limit on descriptors, which the runtime of this program has raised to
    /// what the system allows.
    /// </summary>
    private static int Launch(string path, string[] arguments, string log)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "setsid", ["sh", "-c", "log=$1; shift; exec \"$@\" 2>\"$log\" >/dev/null </dev/null", "sh", log, path, .. arguments])
        {
            Environment = { ["DOTNET_ROOT"] = PeerSetup.DotnetRoot },
        })!;
        return process.Id;
    }
}
