using System.Net;

namespace ConformanceKit.UnderTest;

/// <summary>A user and a password.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Password">The password.</param>
public sealed record UserPassword(string User, string Password);

/// <summary>One listener of a proxy.</summary>
/// <param name="EndPoint">Where the harness dials it; while that is not known yet, any address with the port that the program
/// listens on.</param>
/// <param name="User">A user whom it accepts, or null if it requires no credentials.</param>
/// <param name="Password">That user's password, or null.</param>
public sealed record Listener(IPEndPoint EndPoint, string? User = null, string? Password = null)
{
    /// <summary>A second user whom it accepts, with non-ASCII characters, or null.</summary>
    public UserPassword? Utf8 { get; init; }

    /// <summary>The time after which it gives up on an incomplete head or a quiet tunnel, if that is short; else null.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Whether clients speak TLS to it, and the protocol inside that.</summary>
    public bool IsTls { get; init; }

    /// <summary>Whether the certificate that it shows is one of the run's own, which the browser trusts.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>The certificate that the run gives it to show, if it is in a container and asks for one; else null.</summary>
    internal CertificateFiles? Certificate { get; init; }

    /// <summary>A listener whose port is known, but not its address.</summary>
    /// <param name="port">The port that the program listens on.</param>
    /// <param name="user">A user whom it accepts, or null.</param>
    /// <param name="password">That user's password, or null.</param>
    public static Listener OnPort(int port, string? user = null, string? password = null) =>
        new(new IPEndPoint(IPAddress.Any, port), user, password);
}
