using System.Globalization;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>
/// The requests this proxy answers as the last recipient: OPTIONS for itself, and OPTIONS and TRACE that may not be
/// forwarded any further (RFC 9110 §7.6.2, §9.3.7, §9.3.8).
/// </summary>
internal static class OwnAnswer
{
    /// <summary>Answers OPTIONS.</summary>
    public static Task<AfterRequest> ToOptionsAsync(Client client, Request request, bool mayAskAgain) => SendAsync(
        client, request, mayAskAgain, [new("Allow", "CONNECT, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE")], default);

    /// <summary>Answers TRACE: the request as it was received, without its secrets (RFC 9110 §9.3.8).</summary>
    public static Task<AfterRequest> ToTraceAsync(Client client, Request request, bool mayAskAgain)
    {
        var received = new HeadWriter(request.Line.ToString())
            .Fields(request.Fields.Lines.Where(line => !SensitiveFields.Includes(line.Name)))
            .End();
        return SendAsync(client, request, mayAskAgain, [new("Content-Type", "message/http")], received);
    }

    private static async Task<AfterRequest> SendAsync(
        Client client, Request request, bool mayAskAgain, FieldLine[] fields, ReadOnlyMemory<byte> content)
    {
        var head = new HeadWriter("HTTP/1.1 200 OK")
            .Field("Date", HttpDate.Now())
            .Fields(fields)
            .Field("Content-Length", content.Length.ToString(CultureInfo.InvariantCulture));
        if (!mayAskAgain)
            head.Field("Connection", "close");
        var response = head.End(content.Span);

        await client.SendAsync(response);
        client.Log(request.Line, 200, "answered by the proxy itself", 0, response.Length);
        return mayAskAgain ? AfterRequest.KeepOpen : AfterRequest.Linger;
    }
}
