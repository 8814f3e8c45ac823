using System.Net;
using System.Runtime.InteropServices;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>One socket of an <see cref="EventLoop"/>.</summary>
internal abstract unsafe class Endpoint(EventLoop loop)
{
    private const int AddressLength = 16;

    /// <summary>The socket.</summary>
    public int Descriptor { get; protected set; } = -1;

    /// <summary>The TLS session on the socket; null in cleartext.</summary>
    protected TlsSession? Tls { get; set; }

    /// <summary>The loop that gives it its turns.</summary>
    protected EventLoop Loop => loop;

    /// <summary>It is this endpoint's turn: it can receive, or send, or has failed.</summary>
    /// <param name="happened">The events that <c>epoll</c> reports.</param>
    public abstract void OnReady(uint happened);

    /// <summary>Closes the socket; FIN goes to the other side, after a closure alert in TLS.</summary>
    public void CloseSocket()
    {
        Tls?.Dispose();
        Tls = null;
        Libc.Close(Descriptor);
    }

    /// <summary>Returns the result of a system call; throws if it is -1.</summary>
    public static int Checked(int result, string call) => result >= 0
        ? result
        : throw new LoadFailedException($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    /// <summary>Receives into the scratch buffer; returns the number of bytes, 0 at FIN, -1 if there is nothing yet.</summary>
    protected int Receive(int most = EventLoop.ScratchSize) => Tls is { } tls
        ? tls.Receive(loop.Scratch, most)
        : Result(Libc.Receive(Descriptor, loop.Scratch, most, 0), "receive");

    /// <summary>Does the same, but leaves the bytes there.</summary>
    protected int Peek(int most) => Tls is { } tls
        ? tls.Peek(loop.Scratch, most)
        : Result(Libc.Receive(Descriptor, loop.Scratch, most, Libc.Peek), "receive");

    /// <summary>Receives and drops; returns the number of bytes, 0 at FIN, -1 if there is nothing yet.</summary>
    protected int ReceiveAndDrop() => Tls is { } tls
        ? tls.Receive(loop.Scratch, EventLoop.ScratchSize)
        : Result(Libc.Receive(Descriptor, null, 1 << 20, Libc.Truncate), "receive");

    /// <summary>
    /// Sends <paramref name="bytes"/>; returns how many of them were accepted, -1 if none could be.
    /// </summary>
    protected int Send(byte* bytes, int count) => Tls is { } tls
        ? tls.Send(bytes, count)
        : Result(Libc.Send(Descriptor, bytes, count, Libc.NoSignal), "send");

    /// <summary>Sends a short message at once, in full.</summary>
    protected void SendShort(ReadOnlySpan<byte> message)
    {
        fixed (byte* bytes = message)
        {
            if (Send(bytes, message.Length) != message.Length)
                throw new LoadFailedException("a short message did not fit into the socket");
        }
    }

    /// <summary>Creates a non-blocking socket.</summary>
    protected static int NewSocket()
    {
        var descriptor = Checked(Libc.NewSocket(Libc.Inet, Libc.Stream | Libc.NonBlocking | Libc.CloseOnExec, 0), "socket");
        Set(descriptor, Libc.Tcp, Libc.NoDelay);
        return descriptor;
    }

    /// <summary>Turns on an option of a socket.</summary>
    protected static void Set(int descriptor, int level, int name)
    {
        var on = 1;
        Checked(Libc.SetOption(descriptor, level, name, &on, sizeof(int)), "setsockopt");
    }

    /// <summary>Makes closing the socket send RST and release its local port at once.</summary>
    protected static void ResetOnClose(int descriptor)
    {
        // struct linger: on, and no time.
        var linger = stackalloc int[] { 1, 0 };
        Checked(Libc.SetOption(descriptor, Libc.Socket, Libc.Linger, linger, 2 * sizeof(int)), "setsockopt");
    }

    /// <summary>Calls <c>bind</c> or <c>connect</c> with an address.</summary>
    protected static int With(IPEndPoint address, Func<nint, int> call)
    {
        var bytes = stackalloc byte[AddressLength];
        new Span<byte>(bytes, AddressLength).Clear();
        *(ushort*)bytes = Libc.Inet;
        bytes[2] = (byte)(address.Port >> 8);
        bytes[3] = (byte)address.Port;
        address.Address.TryWriteBytes(new Span<byte>(bytes + 4, 4), out _);
        return call((nint)bytes);
    }

    /// <summary>Binds a socket to an address.</summary>
    protected static int Bind(int descriptor, IPEndPoint address) =>
        With(address, bytes => Libc.Bind(descriptor, (byte*)bytes, AddressLength));

    /// <summary>Connects a socket to an address.</summary>
    protected static int Connect(int descriptor, IPEndPoint address) =>
        With(address, bytes => Libc.Connect(descriptor, (byte*)bytes, AddressLength));

    /// <summary>Throws if the socket could not be connected.</summary>
    /// <exception cref="LoadFailedException">It could not.</exception>
    protected void MustBeConnected(string peer)
    {
        var error = 0;
        var length = sizeof(int);
        Checked(Libc.GetOption(Descriptor, Libc.Socket, Libc.Error, &error, &length), "getsockopt");
        if (error != 0)
            throw new LoadFailedException($"{peer} cannot be reached: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>The port a socket is bound to.</summary>
    protected static int PortOf(int descriptor)
    {
        var bytes = stackalloc byte[AddressLength];
        var length = AddressLength;
        Checked(Libc.GetName(descriptor, bytes, &length), "getsockname");
        return (bytes[2] << 8) | bytes[3];
    }

    private static int Result(nint result, string call)
    {
        if (result >= 0)
            return (int)result;
        return Marshal.GetLastPInvokeError() == Libc.Again ? -1 : Checked(-1, call);
    }
}
