using System.Net;
using System.Runtime.InteropServices;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>The values that a peer is configured with.</summary>
/// <param name="Folder">Where its configuration and its log are.</param>
/// <param name="Origins">The origins that it must reach.</param>
/// <param name="SpeaksTls">Whether it must speak TLS to its clients.</param>
/// <param name="SpeaksHttp2">Whether its clients speak HTTP/2, in cleartext and with prior knowledge (RFC 9113 §3.3).</param>
internal sealed record PeerSetup(PeerFolder Folder, LoadOrigins Origins, bool SpeaksTls, bool SpeaksHttp2)
{
    /// <summary>How long a peer must wait for a quiet connection, in seconds: longer than any load takes.</summary>
    public const int IdleSeconds = 600;

    /// <summary>
    /// Where the runtime is: the reference's executable would not find it without this in its environment.
    /// </summary>
    public static string DotnetRoot { get; } = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    /// <summary>A host that it must deny, with 403.</summary>
    public const string Denied = "denied.invalid";

    private readonly Dictionary<int, IPEndPoint> _entries = [];

    /// <summary>Where it listens.</summary>
    public IPEndPoint Listen { get; } = FreePorts.Next();

    /// <summary>The file with its certificate and the key, in PEM; null if it must not speak TLS.</summary>
    public string? CertificateFile { get; } = SpeaksTls ? Folder.Write("tls.pem", TlsCertificate.Pem) : null;

    /// <summary>The port at which a relay without CONNECT leads to that origin.</summary>
    public IPEndPoint EntryTo(IPEndPoint origin)
    {
        if (!_entries.TryGetValue(origin.Port, out var entry))
            _entries.Add(origin.Port, entry = FreePorts.Next());
        return entry;
    }
}
