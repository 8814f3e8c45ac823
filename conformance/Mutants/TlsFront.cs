using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ConformanceKit.Origins;
using ConformanceKit.ReferenceProxy.Tls;

namespace ConformanceKit.Mutants;

/// <summary>
/// Speaks TLS with a mutant's client, so that everything behind it sees what is inside:
/// <code>
///   client == TLS == front == cleartext == flaw == reference
/// </code>
/// Ends are passed on as what they are: the closure alert and FIN as FIN, RST as RST, and FIN without the alert, which may be a
/// truncation, as RST.
/// </summary>
internal sealed class TlsFront
{
    private const byte HandshakeRecord = 22;
    private const int BufferSize = 16 * 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Socket _client;
    private readonly TlsFlaw _flaw;
    private readonly WatchedStream _records;
    private readonly SslStream _tls;
    private readonly Socket _inside;

    private TlsFront(Socket client, TlsFlaw flaw, WatchedStream records, SslStream tls, Socket inside) =>
        (_client, _flaw, _records, _tls, _inside) = (client, flaw, records, tls, inside);

    /// <summary>Performs the handshake.</summary>
    /// <param name="client">The accepted connection.</param>
    /// <param name="flaw">What is broken.</param>
    /// <param name="protocols">The protocols inside it that can be selected.</param>
    /// <param name="handshakes">The turn of those handshakes that take turns.</param>
    /// <param name="ending">Ends everything.</param>
    /// <returns>
    /// The cleartext side, whether HTTP/2 was selected, and a task that ends when both sides have ended; null if there was no
    /// handshake.
    /// </returns>
    public static async Task<(Socket Inside, bool IsHttp2, Task Relaying)?> OpenAsync(
        Socket client, TlsFlaw flaw, List<SslApplicationProtocol> protocols, SemaphoreSlim handshakes, CancellationToken ending)
    {
        // 1. A client that does not get a handshake.
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ending);
        bound.CancelAfter(s_patience);
        var first = new byte[BufferSize];
        first = first[..await client.ReceiveAsync(first, SocketFlags.Peek, bound.Token)];
        if (flaw.ServesCleartext && first is not [HandshakeRecord, ..])
            return (client, false, Task.CompletedTask);
        if (flaw.Hello(first) is { } answer)
        {
            await new SocketSink(client).SendAsync(answer);
            await client.ReceiveAsync(first, bound.Token);
            client.Dispose();
            return null;
        }

        // 2. The handshake.
        var records = new WatchedStream(client);
        var tls = new SslStream(records);
        if (!await HandshakeAsync(tls, flaw, protocols, handshakes, bound.Token))
        {
            await tls.DisposeAsync();
            client.Dispose();
            return null;
        }

        if (flaw.Greeting(tls.NegotiatedApplicationProtocol.ToString()) is not { } greeting)
        {
            await CloseAsync(client, bound.Token);
            return null;
        }

        if (greeting.Length > 0)
            await tls.WriteAsync(greeting, bound.Token);

        // 3. The relay.
        var (inside, outside) = await SocketPair.OpenAsync(ending);
        var front = new TlsFront(client, flaw, records, tls, outside);
        return (inside, tls.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2, front.RelayAsync(ending));
    }

    private static async Task<bool> HandshakeAsync(
        SslStream tls, TlsFlaw flaw, List<SslApplicationProtocol> protocols, SemaphoreSlim handshakes, CancellationToken cancel)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Certificates.For("127.0.0.1"),
            ApplicationProtocols = protocols,
        };
        flaw.Handshake(options);
        try
        {
            if (flaw.OneAtATime)
                await handshakes.WaitAsync(cancel);
            try
            {
                await tls.AuthenticateAsServerAsync(options, cancel);
                return true;
            }
            finally
            {
                if (flaw.OneAtATime)
                    handshakes.Release();
            }
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    // Reads on after FIN: closing while bytes arrive would make it a RST.
    private static async Task CloseAsync(Socket client, CancellationToken cancel)
    {
        using (client)
        {
            client.Shutdown(SocketShutdown.Send);
            var dropped = new byte[BufferSize];
            while (await client.ReceiveAsync(dropped, cancel) > 0)
            {
                // Until the client has closed too.
            }
        }
    }

    // Both directions end before the connections are closed.
    private async Task RelayAsync(CancellationToken ending)
    {
        await Task.WhenAll(UpAsync(), DownAsync(ending));
        await _tls.DisposeAsync();
        _client.Dispose();
        _inside.Dispose();
    }

    private async Task UpAsync()
    {
        var buffer = new byte[BufferSize];
        var inside = new SocketSink(_inside);
        var isTaken = true;
        try
        {
            // 1. If nothing is taken any more, the client is still read: closing while bytes arrive would make the end a RST.
            int count;
            while ((count = await _tls.ReadAsync(buffer)) > 0)
                isTaken = isTaken && await IsSentAsync(inside, _flaw.Record(buffer[..count]));

            // 2. The end.
            if (isTaken)
                await (_records.IsEnded && !_flaw.TrustsFin ? inside.ResetAsync() : inside.FinishAsync());
        }
        catch (Exception end) when (end is IOException || LegRelay.IsEnd(end))
        {
            await inside.ResetAsync();
        }
    }

    private static async Task<bool> IsSentAsync(SocketSink inside, byte[] bytes)
    {
        try
        {
            await inside.SendAsync(bytes);
            return true;
        }
        catch (Exception end) when (LegRelay.IsEnd(end))
        {
            return false;
        }
    }

    private async Task DownAsync(CancellationToken ending)
    {
        var buffer = new byte[BufferSize];
        try
        {
            int count;
            while ((count = await ReceiveAsync(buffer, ending)) > 0)
                await _tls.WriteAsync(buffer.AsMemory(0, count), ending);
            if (_flaw.SendsAlert)
                await ClosureAlert.SendAsync(_tls);
            _client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end)
            when (end is IOException or InvalidOperationException or OperationCanceledException || LegRelay.IsEnd(end))
        {
            // Whichever of them is gone, the other one learns it.
            _client.Close(timeout: 0);
            _inside.Close(timeout: 0);
        }
    }

    private async Task<int> ReceiveAsync(byte[] buffer, CancellationToken ending)
    {
        try
        {
            return await _inside.ReceiveAsync(buffer, ending);
        }
        catch (SocketException) when (_flaw.AlertsOnReset)
        {
            return 0;
        }
    }

    /// <summary>
    /// Gives TLS one record at a time, so that what a read returns is what one record carried; and notes FIN, which TLS itself
    /// reports just like an orderly end if no closure alert precedes it.
    /// </summary>
    private sealed class WatchedStream(Socket socket) : NetworkStream(socket, ownsSocket: false)
    {
        private const int HeaderLength = 5;

        private readonly List<byte> _header = [];
        private int _left = HeaderLength;
        private bool _isInHeader = true;

        public bool IsEnded { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            IsEnded |= count == 0 && !buffer.IsEmpty;
            Follow(buffer.Span[..count]);
            return count;
        }

        private void Follow(ReadOnlySpan<byte> bytes)
        {
            if (_isInHeader)
                _header.AddRange(bytes);
            _left -= bytes.Length;
            if (_left > 0)
                return;

            // From a header to its record, or from a record to the next header.
            _isInHeader = !_isInHeader;
            _left = _isInHeader ? HeaderLength : _header[3] << 8 | _header[4];
            if (_isInHeader)
                _header.Clear();
        }
    }
}
