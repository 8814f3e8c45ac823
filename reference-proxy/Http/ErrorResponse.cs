using System.Globalization;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// The complete response to a request that is not served: status, Date, Proxy-Status (RFC 9209), a sentence as content, and
/// Content-Length.
/// </summary>
internal static class ErrorResponse
{
    /// <summary>Composes the response.</summary>
    /// <param name="rejection">What went wrong.</param>
    /// <param name="name">The proxy's name in Proxy-Status.</param>
    /// <param name="challenge">The value of Proxy-Authenticate, for 407 only.</param>
    /// <param name="closes">Whether the connection is closed after this response.</param>
    /// <param name="toHead">Whether it answers HEAD: then the content is left out (RFC 9110 §9.3.2).</param>
    public static (ResponseHead Head, byte[] Content) Compose(
        Rejection rejection, string name, string? challenge, bool closes, bool toHead)
    {
        var content = Encoding.ASCII.GetBytes($"{rejection.Text}\r\n");
        var fields = new List<FieldLine>
        {
            new("Date", HttpDate.Now()),
            new("Proxy-Status", $"{name}; error={rejection.Error}; details=\"{rejection.Text}\""),
            new("Content-Type", "text/plain"),
            new("Content-Length", content.Length.ToString(CultureInfo.InvariantCulture)),
        };
        if (challenge is not null)
            fields.Add(new("Proxy-Authenticate", challenge));

        var framing = toHead ? default : new BodyFraming(BodyDelimiter.Length, content.Length);
        return (new(rejection.Status, ReasonPhrase(rejection.Status), fields, framing, closes), toHead ? [] : content);
    }

    private static string ReasonPhrase(int status) => status switch
    {
        400 => "Bad Request",
        403 => "Forbidden",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        414 => "URI Too Long",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => "",
    };
}
