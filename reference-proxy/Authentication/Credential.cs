namespace ConformanceKit.ReferenceProxy.Authentication;

/// <summary>One user who may use the proxy, for the Basic scheme (RFC 7617).</summary>
public sealed record Credential
{
    /// <summary>Creates a credential.</summary>
    /// <param name="user">The user-id; it cannot contain a colon (RFC 7617 §2).</param>
    /// <param name="password">The password; it may contain colons.</param>
    /// <exception cref="ArgumentException">The user-id is empty or has a colon.</exception>
    public Credential(string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(password);
        if (user.Contains(':', StringComparison.Ordinal))
            throw new ArgumentException("A user name cannot contain a colon.", nameof(user));
        (User, Password) = (user, password);
    }

    /// <summary>The user-id.</summary>
    public string User { get; }

    /// <summary>The password.</summary>
    public string Password { get; }

    /// <summary>Reads <c>user:password</c>; the first colon separates the two.</summary>
    /// <exception cref="FormatException">There is no colon, or nothing before it.</exception>
    public static Credential Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? new Credential(text[..colon], text[(colon + 1)..])
            : throw new FormatException("Credentials are user:password.");
    }

    /// <summary>The user-id only: a password does not belong in a log.</summary>
    public override string ToString() => User;
}
