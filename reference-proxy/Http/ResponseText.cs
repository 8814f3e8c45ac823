using System.Globalization;
using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>Responses in HTTP/1: text, with fields that frame it (RFC 9112 §2.1, §6).</summary>
/// <param name="client">The client's connection.</param>
internal sealed class ResponseText(Connection client) : IResponseSyntax
{
    /// <summary>Composes a head, followed by <paramref name="content"/>.</summary>
    public static ReadOnlyMemory<byte> Compose(ResponseHead head, ReadOnlySpan<byte> content = default)
    {
        // 1. This proxy's own version; the space stays when there is no reason phrase (RFC 9112 §4).
        var text = new HeadWriter("HTTP/1.1 ", head.Status.ToString(CultureInfo.InvariantCulture), " ", head.Reason);

        // 2. The fields, then those of this hop alone (RFC 9112 §6.1, §9.6).
        text.Fields(head.Fields);
        if (head.Framing.Delimiter == BodyDelimiter.Chunked)
            text.Field("Transfer-Encoding", "chunked");
        if (head.Closes)
            text.Field("Connection", "close");
        return text.End(content);
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(ResponseHead head, ReadOnlyMemory<byte> content, Connection cause, CancellationToken cancel) =>
        client.SendAsync(head.Text ?? Compose(head, content.Span), cause, cancel);

    /// <inheritdoc/>
    public IBodyWriter Begin(ResponseHead head, Connection source) =>
        new BodyWriter(client, source, head.Framing.Delimiter, Compose(head));
}
