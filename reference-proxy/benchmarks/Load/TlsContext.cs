using System.Runtime.InteropServices;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// How a client speaks TLS to a peer: TLS 1.3 with one cipher suite, so that all peers encrypt alike, and with a full handshake
/// each time, because no session is kept. Only the given certificate is accepted.
/// </summary>
internal sealed class TlsContext : IDisposable
{
    /// <summary>The one that every implementation of TLS 1.3 must have (RFC 8446 §9.1).</summary>
    private const string Suite = "TLS_AES_128_GCM_SHA256";

    private readonly nint _context;

    /// <summary>Trusts the certificate in that file, in PEM, for <see cref="Address"/>.</summary>
    public TlsContext(string certificateFile)
    {
        if (!NativeLibrary.TryLoad(Ssl.Library, out _))
            throw new LoadFailedException($"{Ssl.Library} is not installed: apt-get install libssl3");
        _context = Ssl.NewContext(Ssl.ClientMethod());
        Ssl.Control(_context, Ssl.LeastVersion, Ssl.Tls13, 0);
        Ssl.Control(_context, Ssl.Mode, Ssl.PartialWrites | Ssl.MovingBuffer, 0);
        Ssl.SetVerification(_context, Ssl.VerifyPeer, 0);
        if (Ssl.SetSuites(_context, Suite) != 1 || Ssl.Trust(_context, certificateFile, null) != 1
            || Ssl.RequireAddress(Ssl.Verification(_context), Address) != 1)
        {
            throw TlsSession.Failed("preparation");
        }
    }

    /// <summary>The address that the certificate must be for: that of all peers.</summary>
    public const string Address = "127.0.0.1";

    /// <summary>Begins a session on a connected socket.</summary>
    public TlsSession Begin(int descriptor) => new(_context, descriptor);

    /// <inheritdoc/>
    public void Dispose() => Ssl.FreeContext(_context);
}
