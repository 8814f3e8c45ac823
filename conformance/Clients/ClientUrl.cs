using System.Globalization;

namespace ConformanceKit.Clients;

/// <summary>A URL as the scripted client reads it (RFC 3986 §3).</summary>
/// <param name="Scheme"><c>http</c>, <c>https</c>, <c>wss</c> or <c>tcp</c>.</param>
/// <param name="Host">The host without brackets, in ASCII.</param>
/// <param name="Port">The port; the scheme's own if the URL has none.</param>
/// <param name="Path">Path and query, with the leading slash.</param>
internal sealed record ClientUrl(string Scheme, string Host, int Port, string Path)
{
    /// <summary>Whether the content travels in TLS.</summary>
    public bool IsSecure => Scheme is "https" or "wss";

    /// <summary>Whether it is reached through a tunnel.</summary>
    public bool IsTunnelled => Scheme != "http";

    /// <summary>The host as in a target, an IPv6 address in brackets.</summary>
    public string UriHost => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>Host and port, as a CONNECT target has them.</summary>
    public string Authority => $"{UriHost}:{Port}";

    /// <summary>The same without the port that the scheme implies.</summary>
    public string ShortAuthority => Port == (IsSecure ? 443 : 80) ? UriHost : Authority;

    /// <summary>Reads a URL; userinfo and fragment are not for the wire.</summary>
    /// <param name="text">The URL.</param>
    public static ClientUrl Parse(string text)
    {
        var uri = new Uri(text);
        return new(uri.Scheme, uri.IdnHost.Trim('[', ']').ToLower(CultureInfo.InvariantCulture), uri.Port, uri.PathAndQuery);
    }

    /// <summary>The URL that a Location field refers to.</summary>
    /// <param name="location">The field's value.</param>
    public ClientUrl Resolve(string location) =>
        Parse(new Uri(new Uri($"{Scheme}://{Authority}{Path}"), location).AbsoluteUri);
}
