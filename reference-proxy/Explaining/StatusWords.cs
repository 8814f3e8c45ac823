namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>What a status code means, and where it is defined.</summary>
internal static class StatusWords
{
    /// <summary>The meaning of a status code and its clause.</summary>
    public static (string Meaning, string Clause) Of(int status) => status switch
    {
        100 => ("the client may send its content", "RFC 9110 §15.2.1"),
        101 => ("another protocol follows this head", "RFC 9110 §15.2.2"),
        < 200 => ("an interim response; the final one is still to come", "RFC 9110 §15.2"),
        200 => ("OK", "RFC 9110 §15.3.1"),
        204 => ("done, without content", "RFC 9110 §15.3.5"),
        206 => ("part of the content", "RFC 9110 §15.3.7"),
        < 300 => ("success", "RFC 9110 §15.3"),
        304 => ("not modified", "RFC 9110 §15.4.5"),
        < 400 => ("a redirection", "RFC 9110 §15.4"),
        400 => ("the request is not valid", "RFC 9110 §15.5.1"),
        401 => ("the origin requires credentials", "RFC 9110 §15.5.2"),
        403 => ("understood, but refused by policy", "RFC 9110 §15.5.4"),
        404 => ("not found", "RFC 9110 §15.5.5"),
        405 => ("this method is not allowed here", "RFC 9110 §15.5.6"),
        407 => ("the proxy requires credentials", "RFC 9110 §15.5.8"),
        408 => ("the request took too long to arrive", "RFC 9110 §15.5.9"),
        411 => ("a Content-Length is required", "RFC 9110 §15.5.12"),
        413 => ("the content is too large", "RFC 9110 §15.5.14"),
        414 => ("the target is too long", "RFC 9110 §15.5.15"),
        417 => ("the expectation cannot be met", "RFC 9110 §15.5.18"),
        421 => ("not the server for this target", "RFC 9110 §15.5.20"),
        426 => ("another protocol is required", "RFC 9110 §15.5.22"),
        431 => ("the field section is too large", "RFC 6585 §5"),
        < 500 => ("the client's request cannot be served", "RFC 9110 §15.5"),
        500 => ("a server error", "RFC 9110 §15.6.1"),
        501 => ("not implemented", "RFC 9110 §15.6.2"),
        502 => ("the origin could not be reached, or gave no valid response", "RFC 9110 §15.6.3"),
        503 => ("temporarily unavailable", "RFC 9110 §15.6.4"),
        504 => ("the origin did not respond in time", "RFC 9110 §15.6.5"),
        505 => ("this HTTP version is not supported", "RFC 9110 §15.6.6"),
        < 600 => ("the server cannot serve the request", "RFC 9110 §15.6"),
        _ => ("a status code of no known class", "RFC 9110 §15"),
    };
}
