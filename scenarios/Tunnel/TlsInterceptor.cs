using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Mutants;
using ConformanceKit.ReferenceProxy.Tls;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>
/// Terminates a client's TLS in the middle of a tunnel and begins a session of its own with the origin, for the server name that
/// the client requested. What does not begin with a TLS record passes unchanged.
/// </summary>
internal sealed class TlsInterceptor
{
    private const byte HandshakeRecord = 22;

    private static readonly X509Certificate2 s_certificate = MakeCertificate();

    private readonly Pipe _fromClient = new();
    private readonly Pipe _fromOrigin = new();
    private ByteSink? _toOrigin;
    private ByteSink? _toClient;
    private bool? _isTls;

    /// <summary>The filter for what the client sends.</summary>
    public ByteSink FromClient(ByteSink next) => new Intercepting(_toOrigin = next, _fromClient.Writer, bytes =>
    {
        if (_isTls is null && (_isTls = bytes[0] == HandshakeRecord).Value)
            _ = RunAsync();
        return _isTls.Value;
    });

    /// <summary>The filter for what the client receives.</summary>
    public ByteSink ToClient(ByteSink next) => new Intercepting(_toClient = next, _fromOrigin.Writer, _ => _isTls ?? false);

    private async Task RunAsync()
    {
        try
        {
            // 1. The client's TLS ends here.
            var serverName = "";
            await using var client = new SslStream(new SinkStream(_fromClient.Reader.AsStream(), _toClient!));
            await client.AuthenticateAsServerAsync(
                (_, hello, _, _) =>
                {
                    serverName = hello.ServerName;
                    return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificate = s_certificate });
                },
                null);

            // 2. Another session begins, with any origin that has a certificate.
            await using var origin = new SslStream(new SinkStream(_fromOrigin.Reader.AsStream(), _toOrigin!));
            await origin.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = serverName,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
            });

            // 3. The content passes both ways.
            await Task.WhenAll(RelayAsync(client, origin), RelayAsync(origin, client));
        }
        catch (Exception end) when (end is IOException or AuthenticationException or OperationCanceledException)
        {
            // One side ended, so the other ends too.
        }
        await _toOrigin!.FinishAsync();
        await _toClient!.FinishAsync();
    }

    private static async Task RelayAsync(SslStream from, SslStream to)
    {
        await from.CopyToAsync(to);
        await ClosureAlert.SendAsync(to);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=intercepting proxy", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private sealed class Intercepting(ByteSink next, PipeWriter into, Func<byte[], bool> intercepts) : ByteFilter(next)
    {
        public override async Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            if (intercepts(bytes.ToArray()))
                await into.WriteAsync(bytes);
            else
                await Next.SendAsync(bytes);
        }

        public override async Task FinishAsync()
        {
            if (intercepts([0]))
                await into.CompleteAsync();
            else
                await Next.FinishAsync();
        }

        public override async Task ResetAsync()
        {
            await into.CompleteAsync();
            await Next.ResetAsync();
        }
    }
}
