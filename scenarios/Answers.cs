using System.Text.RegularExpressions;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios;

/// <summary>Responses of scripted origins, for scenarios in which their details do not matter.</summary>
internal static class Answers
{
    /// <summary>A small complete 200.</summary>
    public const string Ok =
        "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";

    /// <summary>
    /// The head of a 200 with Date and Content-Type, for an origin that sends exactly what the scenario says; other origins add
    /// these two fields themselves.
    /// </summary>
    /// <param name="fieldLines">Further field lines, without line ends.</param>
    /// <returns>The head, each character one byte.</returns>
    public static string Head(params string[] fieldLines) => Requests.Head(
        "HTTP/1.1 200 OK", ["Date: Sun, 06 Nov 1994 08:49:37 GMT", "Content-Type: text/plain", .. fieldLines]);

    /// <summary>Field lines that every conformant response has, for scenarios that are not about them.</summary>
    public const string Common = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain\r\n";

    /// <summary>The head of a chunked 200; the scenario appends the body.</summary>
    public const string Chunked = "HTTP/1.1 200 OK\r\n" + Common + "Transfer-Encoding: chunked\r\n\r\n";

    /// <summary>A 413 that refuses a request's content and closes the connection.</summary>
    public const string TooLarge =
        "HTTP/1.1 413 Content Too Large\r\n" + Common + "Connection: close\r\nContent-Length: 9\r\n\r\ntoo large";

    /// <summary>Whether what a proxy has sent so far is the start of a 2xx.</summary>
    public static bool IsSuccessful(string sent) => Regex.IsMatch(sent, @"^HTTP/1\.[01] 2");
}
