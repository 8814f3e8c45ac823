using System.Net;

namespace ConformanceKit.UnderTest;

/// <summary>A user and a password.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Password">The password.</param>
public sealed record UserPassword(string User, string Password);

/// <summary>One listener of a proxy, as the harness reaches it.</summary>
/// <param name="EndPoint">Where to dial.</param>
/// <param name="UserName">User that the listener accepts, or null where it asks for none.</param>
/// <param name="Password">That user's password, or null.</param>
public sealed record Listener(IPEndPoint EndPoint, string? UserName = null, string? Password = null)
{
    /// <summary>A second user whom it accepts, with characters beyond ASCII, or null.</summary>
    public UserPassword? Utf8 { get; init; }

    /// <summary>After how long it gives up on an incomplete head and on a quiet tunnel, where that is short; else null.</summary>
    public TimeSpan? Patience { get; init; }
}
