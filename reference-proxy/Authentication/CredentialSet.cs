using System.Security.Cryptography;
using System.Text;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Authentication;

/// <summary>Who may use the proxy. Checked anew for every request, never once per connection (RFC 9110 §3.3).</summary>
internal sealed class CredentialSet(IEnumerable<Credential> credentials, string realm)
{
    private readonly byte[][] _digests =
        [.. credentials.Select(c => SHA256.HashData(Encoding.UTF8.GetBytes($"{c.User}:{c.Password}")))];

    /// <summary>
    /// The value of Proxy-Authenticate: the realm is a quoted-string (RFC 9110 §11.5), and passwords are UTF-8 (RFC 7617 §2.1).
    /// </summary>
    public string Challenge { get; } = $"Basic realm={Quoted(realm)}, charset=\"UTF-8\"";

    /// <summary>Whether a request with these fields comes from one of the users.</summary>
    public bool Accepts(FieldSection fields)
    {
        var values = fields.Values("Proxy-Authorization");
        return values.Count == 1 && BasicCredentials.Parse(values[0]) is { } userPass && Accepts(userPass);
    }

    /// <summary>Whether these bytes are <c>user-id ":" password</c> of one of the users.</summary>
    public bool Accepts(ReadOnlySpan<byte> userPass)
    {
        // All digests have the same length, and each is compared in constant time, so that timing reveals nothing.
        var digest = SHA256.HashData(userPass);
        var accepted = false;
        foreach (var expected in _digests)
            accepted |= CryptographicOperations.FixedTimeEquals(digest, expected);
        return accepted;
    }

    /// <summary>A quoted-string (RFC 9110 §5.6.4).</summary>
    private static string Quoted(string text) =>
        $"\"{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
