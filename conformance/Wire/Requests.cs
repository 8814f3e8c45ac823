using System.Text;

namespace ConformanceKit.Wire;

/// <summary>
/// Request heads to send, byte for byte as written: nothing is checked, so that malformed ones can be built too.
/// </summary>
public static class Requests
{
    /// <summary>A CONNECT with its Host field (RFC 9110 §9.3.6).</summary>
    /// <param name="authority">The target, and the value of Host.</param>
    /// <param name="fieldLines">Further field lines, without line ends.</param>
    /// <returns>The head, each character one byte.</returns>
    public static string Connect(string authority, params string[] fieldLines) =>
        Head($"CONNECT {authority} HTTP/1.1", [$"Host: {authority}", .. fieldLines]);

    /// <summary>A GET in absolute-form with its Host field (RFC 9112 §3.2.2).</summary>
    /// <param name="uri">The target; Host is its host and port.</param>
    /// <param name="fieldLines">Further field lines, without line ends.</param>
    /// <returns>The head, each character one byte.</returns>
    public static string Get(string uri, params string[] fieldLines) => Absolute("GET", uri, fieldLines);

    /// <summary>A request in absolute-form with its Host field (RFC 9112 §3.2.2).</summary>
    /// <param name="method">The method.</param>
    /// <param name="uri">The target; Host is its host and port.</param>
    /// <param name="fieldLines">Further field lines, without line ends.</param>
    /// <returns>The head, each character one byte. To send a body, append it.</returns>
    public static string Absolute(string method, string uri, params string[] fieldLines) =>
        Head($"{method} {uri} HTTP/1.1", [$"Host: {HostOf(uri)}", .. fieldLines]);

    /// <summary>A head of exactly these lines.</summary>
    /// <param name="startLine">The request line or status line, without its line end.</param>
    /// <param name="fieldLines">The field lines, without line ends.</param>
    /// <returns>The head with its empty line, each character one byte.</returns>
    public static string Head(string startLine, params string[] fieldLines) =>
        string.Concat(fieldLines.Prepend(startLine).Append("").Select(line => line + "\r\n"));

    /// <summary>The field line that presents Basic credentials to a proxy (RFC 7617 §2, RFC 9110 §11.7.2).</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="password">The password.</param>
    /// <returns>The field line, without its line end.</returns>
    public static string Basic(string user, string password) => $"Proxy-Authorization: {BasicCredentials(user, password)}";

    /// <summary>Basic credentials, in UTF-8, as the value of a field (RFC 7617 §2).</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="password">The password.</param>
    /// <returns>The value, for instance <c>Basic dTpw</c>.</returns>
    public static string BasicCredentials(string user, string password) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";

    private static string HostOf(string uri)
    {
        var start = uri.IndexOf("://", StringComparison.Ordinal);
        var rest = start < 0 ? uri : uri[(start + 3)..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? rest : rest[..end];
        return authority[(authority.LastIndexOf('@') + 1)..];
    }
}
