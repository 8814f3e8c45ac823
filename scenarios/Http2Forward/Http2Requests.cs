using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>Requests in HTTP/2 for a resource of an origin (RFC 9113 §8.3.1).</summary>
internal static class Http2Requests
{
    /// <summary>The fields of a request.</summary>
    /// <param name="method"><c>:method</c>.</param>
    /// <param name="authority"><c>:authority</c>.</param>
    /// <param name="path"><c>:path</c>.</param>
    /// <param name="further">Fields after the pseudo-header fields.</param>
    public static Http2Field[] Fields(string method, string authority, string path, params Http2Field[] further) =>
        [new(":method", method), new(":scheme", "http"), new(":authority", authority), new(":path", path), .. further];

    /// <summary>Sends a request on a connection of its own, in one write.</summary>
    /// <param name="h2">Dials the proxy.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="content">The content, in one frame, each character one byte; null if there is none.</param>
    /// <returns>The stream, on which nothing has been read.</returns>
    public static async Task<Http2Stream> SendAsync(this Http2Dialer h2, Http2Field[] fields, string? content = null) =>
        await (await h2.DialAsync()).SendAsync(fields, content);

    /// <summary>Sends a request on a new stream, in one write.</summary>
    /// <inheritdoc cref="SendAsync(Http2Dialer, Http2Field[], string?)"/>
    public static async Task<Http2Stream> SendAsync(this Http2Client client, Http2Field[] fields, string? content = null)
    {
        var stream = client.NewStream();
        var headers = Frame.Headers(stream.Id, Hpack.Block(fields), endStream: content is null);
        await client.SendAsync(content is null
            ? [headers]
            : [headers, Frame.Data(stream.Id, Encoding.Latin1.GetBytes(content), endStream: true)]);
        return stream;
    }

    /// <summary>Requests a resource on a new stream.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="origin">Whose resource.</param>
    /// <param name="path">Its path.</param>
    /// <returns>The stream, on which nothing has been read.</returns>
    public static Task<Http2Stream> GetAsync(this Http2Client client, Origin origin, string path = "/x") =>
        client.SendAsync(Fields("GET", origin.Authority, path));

    /// <summary>Requests a resource on a connection of its own.</summary>
    /// <inheritdoc cref="GetAsync(Http2Client, Origin, string)"/>
    public static async Task<Http2Stream> GetAsync(this Http2Dialer h2, Origin origin, string path = "/x") =>
        await (await h2.DialAsync()).GetAsync(origin, path);

    /// <summary>A proxy may want to know the length of content in advance (RFC 9110 §15.5.12).</summary>
    /// <param name="response">What it has answered to a request without Content-Length.</param>
    /// <exception cref="NotApplicableException">That it does.</exception>
    public static void RequireNoLength(this Http2Response response)
    {
        if (response.Status == 411)
            throw new NotApplicableException("the proxy wants the length in advance, and answers 411");
    }

    /// <summary>Sends a request, and shows what the origin got of it.</summary>
    /// <param name="h2">Dials the proxy.</param>
    /// <param name="origin">The origin, which answers with 200.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="content">The content, or null.</param>
    /// <returns>The forwarded request; what it says comes before how it was answered.</returns>
    public static async Task<WireRequest> ForwardedAsync(
        this Http2Dialer h2, HttpOrigin origin, Http2Field[] fields, string? content = null)
    {
        var response = await (await h2.SendAsync(fields, content)).ResponseAsync();
        if (origin.Requests.Count > 0)
            return origin.Requests[0];
        if (content is not null)
            response.RequireNoLength();
        response.Should().HaveStatus(200);
        return origin.Requests[0];
    }
}
