namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>What a status says, and where it is defined.</summary>
internal static class StatusWords
{
    /// <summary>Meaning and clause of a status.</summary>
    public static (string Meaning, string Clause) Of(int status) => status switch
    {
        100 => ("the content may come", "RFC 9110 §15.2.1"),
        101 => ("behind this head another protocol is spoken", "RFC 9110 §15.2.2"),
        < 200 => ("an interim response, the final one is still to come", "RFC 9110 §15.2"),
        200 => ("OK", "RFC 9110 §15.3.1"),
        204 => ("done, without content", "RFC 9110 §15.3.5"),
        206 => ("a part of the content", "RFC 9110 §15.3.7"),
        < 300 => ("success", "RFC 9110 §15.3"),
        304 => ("not modified", "RFC 9110 §15.4.5"),
        < 400 => ("a redirection", "RFC 9110 §15.4"),
        400 => ("the request is not valid", "RFC 9110 §15.5.1"),
        401 => ("the origin asks for credentials", "RFC 9110 §15.5.2"),
        403 => ("understood and refused, by policy", "RFC 9110 §15.5.4"),
        404 => ("not found", "RFC 9110 §15.5.5"),
        405 => ("this method is not allowed here", "RFC 9110 §15.5.6"),
        407 => ("the proxy asks for credentials", "RFC 9110 §15.5.8"),
        408 => ("the request took too long to arrive", "RFC 9110 §15.5.9"),
        411 => ("a Content-Length is needed", "RFC 9110 §15.5.12"),
        413 => ("the content is too large", "RFC 9110 §15.5.14"),
        414 => ("the target is too long", "RFC 9110 §15.5.15"),
        417 => ("the expectation cannot be met", "RFC 9110 §15.5.18"),
        421 => ("not the server for this target", "RFC 9110 §15.5.20"),
        426 => ("another protocol is needed", "RFC 9110 §15.5.22"),
        431 => ("the field section is too large", "RFC 6585 §5"),
        < 500 => ("the client's request cannot be served", "RFC 9110 §15.5"),
        500 => ("an error of the server", "RFC 9110 §15.6.1"),
        501 => ("not implemented", "RFC 9110 §15.6.2"),
        502 => ("no valid answer came from the origin", "RFC 9110 §15.6.3"),
        503 => ("not available at the moment", "RFC 9110 §15.6.4"),
        504 => ("no answer came from the origin in time", "RFC 9110 §15.6.5"),
        505 => ("this version of HTTP is not supported", "RFC 9110 §15.6.6"),
        < 600 => ("the server cannot serve the request", "RFC 9110 §15.6"),
        _ => ("a status of no known class", "RFC 9110 §15"),
    };
}
