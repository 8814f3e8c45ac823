using System.Net.Security;
using System.Security.Authentication;

namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>A client that speaks TLS to the proxy, and sees the records as well as what is inside them.</summary>
internal sealed class TlsPeer : IAsyncDisposable
{
    private const int HeaderLength = 5;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Recorded _records;
    private readonly CancellationTokenSource _deadline = new(s_patience);

    private TlsPeer(Socket socket)
    {
        Socket = socket;
        _records = new Recorded(socket);
        Tls = new SslStream(_records);
    }

    public Socket Socket { get; }

    public SslStream Tls { get; }

    /// <summary>The content types of the records received so far, in order (RFC 8446 §5.1).</summary>
    public IReadOnlyList<byte> RecordTypes
    {
        get
        {
            var types = new List<byte>();
            var bytes = _records.Received.ToArray();
            for (var at = 0; at + HeaderLength <= bytes.Length; at += HeaderLength + (bytes[at + 3] << 8 | bytes[at + 4]))
                types.Add(bytes[at]);
            return types;
        }
    }

    /// <summary>Connects, and performs the handshake; any certificate will do.</summary>
    public static async Task<TlsPeer> DialAsync(
        IPEndPoint address, SslProtocols version = SslProtocols.Tls13, params string[] alpn)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        var peer = new TlsPeer(socket);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "proxy.test",
            EnabledSslProtocols = version,
            ApplicationProtocols = [.. alpn.Select(name => new SslApplicationProtocol(name))],
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        };
        try
        {
            await peer.Tls.AuthenticateAsClientAsync(options, peer._deadline.Token);
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }

        return peer;
    }

    public Task SendAsync(string text) => Tls.WriteAsync(Bytes.Of(text), _deadline.Token).AsTask();

    public async Task<string> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await Tls.ReadExactlyAsync(bytes, _deadline.Token);
        return Bytes.Text(bytes);
    }

    /// <summary>Reads everything up to and including the next empty line.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = "";
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head += await ReadAsync(1);
        return head;
    }

    /// <summary>Reads what is left inside TLS, and then to FIN below it.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        await Tls.CopyToAsync(all, _deadline.Token);
        await _records.CopyToAsync(Stream.Null, _deadline.Token);
        return Bytes.Text(all.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        await Tls.DisposeAsync();
        _deadline.Dispose();
    }

    private sealed class Recorded(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        public List<byte> Received { get; } = [];

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            Received.AddRange(buffer.Span[..count]);
            return count;
        }
    }
}
