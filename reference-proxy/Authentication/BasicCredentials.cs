namespace ConformanceKit.ReferenceProxy.Authentication;

/// <summary><c>credentials = "Basic" 1*SP token68</c> (RFC 9110 §11.4, RFC 7617 §2).</summary>
internal static class BasicCredentials
{
    /// <summary>
    /// The bytes of <c>user-id ":" password</c>, or null if the value of Proxy-Authorization is anything else. The scheme is
    /// case-insensitive (RFC 9110 §11.1).
    /// </summary>
    public static byte[]? Parse(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !value.AsSpan(0, space).Equals("Basic", StringComparison.OrdinalIgnoreCase))
            return null;

        var token = value.AsSpan(space).TrimStart(' ');
        var bytes = new byte[token.Length];
        return !token.ContainsAny(' ', '\t') && Convert.TryFromBase64Chars(token, bytes, out var length)
            ? bytes[..length]
            : null;
    }
}
