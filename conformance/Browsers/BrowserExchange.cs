using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Browsers;

/// <summary>What a browser requested on a stream of HTTP/2, and what the proxy answered.</summary>
/// <param name="Connection">The browser's connection to the proxy, such as <c>client 1</c>.</param>
/// <param name="Id">The number of the stream.</param>
/// <param name="Request">The field section of the request.</param>
/// <param name="Response">The field section of the final response; empty if there was none.</param>
public sealed record BrowserExchange(
    string Connection, int Id, IReadOnlyList<Http2Field> Request, IReadOnlyList<Http2Field> Response)
{
    /// <summary>The value of <c>:method</c>, or null.</summary>
    public string? Method => Of(Request, ":method");

    /// <summary>The value of <c>:authority</c>, or null.</summary>
    public string? Authority => Of(Request, ":authority");

    /// <summary>The value of <c>:path</c>, or null.</summary>
    public string? Path => Of(Request, ":path");

    /// <summary>The value of <c>:status</c>, or null.</summary>
    public string? Status => Of(Response, ":status");

    /// <summary>The request in one line, such as <c>CONNECT origin.test:443</c>.</summary>
    public override string ToString() => $"{Method} {Authority}{Path}";

    private static string? Of(IReadOnlyList<Http2Field> fields, string name) =>
        fields.Where(field => field.Name == name).Select(field => field.Value).FirstOrDefault();
}
