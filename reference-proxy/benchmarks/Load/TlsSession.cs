using System.Runtime.InteropServices;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>The client's side of TLS on one non-blocking socket, which remains somebody else's to close.</summary>
internal sealed unsafe class TlsSession : IDisposable
{
    private readonly nint _session;

    /// <summary>Prepares the handshake.</summary>
    public TlsSession(nint context, int descriptor)
    {
        _session = Ssl.New(context);
        _ = Ssl.SetDescriptor(_session, descriptor);
    }

    /// <summary>Whether bytes have been decrypted but not received. The socket is not readable because of them.</summary>
    public bool HasBytes => Ssl.Pending(_session) > 0;

    /// <summary>Continues the handshake; returns false while the peer has not finished it.</summary>
    public bool ShakeHands() => Result(Ssl.Connect(_session), "handshake") > 0;

    /// <summary>
    /// Receives at most one record; returns the number of bytes, 0 at the closure alert, -1 if there is nothing yet.
    /// </summary>
    public int Receive(byte* buffer, int most) => Result(Ssl.Read(_session, buffer, most), "receive");

    /// <summary>Does the same, but leaves the bytes there.</summary>
    public int Peek(byte* buffer, int most) => Result(Ssl.Peek(_session, buffer, most), "receive");

    /// <summary>
    /// Sends at most one record; returns the number of bytes, -1 if the socket is full: then the same must be sent again.
    /// </summary>
    public int Send(byte* bytes, int count) => Result(Ssl.Write(_session, bytes, count), "send");

    /// <summary>Sends the closure alert if the handshake was complete.</summary>
    public void Dispose()
    {
        _ = Ssl.Shutdown(_session);
        Ssl.Free(_session);
        Ssl.ClearErrors();
    }

    /// <summary>What OpenSSL says about its last error, or the system about its own.</summary>
    public static LoadFailedException Failed(string what)
    {
        // What remains of this thread's errors would be taken for those of the next call.
        var why = Ssl.PeekError() is > 0 and var error
            ? Marshal.PtrToStringUTF8(Ssl.Reason(error))
            : Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        Ssl.ClearErrors();
        return new LoadFailedException($"TLS {what}: {why}");
    }

    private int Result(int result, string what) => result > 0 ? result : Ssl.GetError(_session, result) switch
    {
        Ssl.WantRead or Ssl.WantWrite => -1,
        Ssl.ClosureAlert => 0,
        _ => throw Failed(what),
    };
}
