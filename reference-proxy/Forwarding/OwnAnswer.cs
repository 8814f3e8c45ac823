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
            .Fields([.. request.Fields.Lines.Where(line => !SensitiveFields.Includes(line.Name))])
            .End();
        return SendAsync(client, request, mayAskAgain, [new("Content-Type", "message/http")], received);
    }

    private static async Task<AfterRequest> SendAsync(
        Client client, Request request, bool mayAskAgain, FieldLine[] fields, ReadOnlyMemory<byte> content)
    {
        var length = new FieldLine("Content-Length", content.Length.ToString(CultureInfo.InvariantCulture));
        var head = new ResponseHead(
            200, "OK", [new("Date", HttpDate.Now()), .. fields, length], new(BodyDelimiter.Length, content.Length), !mayAskAgain);

        await client.SendAsync(head, content);
        client.Log(request.Line, 200, "answered by the proxy itself", 0, content.Length);
        return mayAskAgain ? AfterRequest.KeepOpen : AfterRequest.Linger;
    }
}
