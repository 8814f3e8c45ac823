using System.Security.Cryptography;
using System.Text;
using ConformanceKit.Model;
using Docker.DotNet;
using Docker.DotNet.X509;

namespace ConformanceKit.Containers;

/// <summary>
/// Where the engine is, found as the <c>docker</c> command finds it: <c>DOCKER_HOST</c>, else the context that
/// <c>DOCKER_CONTEXT</c> or the user's Docker configuration names, else the default socket.
/// </summary>
internal static class DockerEndpoint
{
    private const string Host = "DOCKER_HOST";
    private const string Context = "DOCKER_CONTEXT";
    private const string Verify = "DOCKER_TLS_VERIFY";
    private const string Certificates = "DOCKER_CERT_PATH";
    private static readonly string[] s_schemes = ["unix", "npipe", "tcp", "http", "https"];

    /// <summary>A client of the engine that this process's environment names. Nothing is sent before its first use.</summary>
    /// <exception cref="HarnessException">It is named in a way that cannot be used; the message says what can.</exception>
    public static DockerClient Open()
    {
        try
        {
            return Open(DockerConfig.Instance.GetEndpoint(), CertificateFolder());
        }
        catch (Exception wrong) when (wrong is DockerConfigurationException or UriFormatException)
        {
            throw new HarnessException(
                $"The container engine cannot be found: {wrong.Message.TrimEnd('.')}. Check {Host}, {Context} and "
                + $"{DockerConfig.Instance.FullName}.", wrong);
        }
    }

    /// <summary>A client of the engine at a known place.</summary>
    /// <param name="endpoint">Its address.</param>
    /// <param name="certificates">The folder with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>, or null without TLS.</param>
    /// <exception cref="HarnessException">The address or the certificates cannot be used.</exception>
    public static DockerClient Open(Uri endpoint, string? certificates)
    {
        if (!s_schemes.Contains(endpoint.Scheme))
        {
            var host = endpoint.UserInfo.Length > 0 ? $"{endpoint.UserInfo}@{endpoint.Host}" : endpoint.Host;
            throw new HarnessException(
                $"The container engine is at {endpoint}, and {endpoint.Scheme}:// cannot be used here. Forward its socket, e.g. "
                + $"`ssh -NL /tmp/docker.sock:/var/run/docker.sock {host}`, and set "
                + $"{Host}=unix:///tmp/docker.sock");
        }

        // Each request has its own bound.
        var builder = new DockerClientBuilder().WithEndpoint(endpoint).WithTimeout(Timeout.InfiniteTimeSpan);
        if (certificates is null || endpoint.Scheme is "unix" or "npipe")
            return builder.Build();
        try
        {
            var files = DockerTlsCertificates.LoadFromDirectory(certificates, true, "ca.pem", "cert.pem", "key.pem");
            return builder.WithAuthProvider(files.CreateCredentials()).Build();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or CryptographicException
            or ArgumentException)
        {
            throw new HarnessException(
                $"The container engine is at {endpoint}, with TLS, but its certificates cannot be read from {certificates}: "
                + $"{wrong.Message.TrimEnd('.')}. It must contain ca.pem, cert.pem and key.pem.", wrong);
        }
    }

    // The certificates of DOCKER_HOST are named by DOCKER_CERT_PATH; those of a context are kept beside it.
    private static string? CertificateFolder()
    {
        var configuration = Path.GetDirectoryName(DockerConfig.Instance.FullName)!;
        if (Variable(Host) is not null)
            return Variable(Verify) is null ? null : Variable(Certificates) ?? configuration;

        if ((Variable(Context) ?? CurrentContext()) is not { } context)
            return null;
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));
        var folder = Path.Combine(configuration, "contexts", "tls", id, "docker");
        return Directory.Exists(folder) ? folder : null;
    }

    private static string? CurrentContext()
    {
        if (!DockerConfig.Instance.Exists)
            return null;
        using var configuration = DockerConfig.Instance.Parse();
        return configuration.RootElement.TryGetProperty("currentContext", out var context) ? context.GetString() : null;
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
