namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// The head of a response as it is meant; each version of HTTP has its own way to write it (RFC 9112 §2.1, RFC 9113 §8.1).
/// </summary>
/// <param name="Status">The status code (RFC 9110 §15).</param>
/// <param name="Reason">The reason phrase, which only HTTP/1 has (RFC 9112 §4).</param>
/// <param name="Fields">The fields in their order, without those that frame the message.</param>
/// <param name="Framing">
/// How the end of what follows is marked: of the content, or of a tunnel, which ends with the connection or stream.
/// </param>
/// <param name="Closes">Whether the connection is closed after the response, which only HTTP/1 tells (RFC 9112 §9.6).</param>
internal sealed record ResponseHead(
    int Status, string Reason, IReadOnlyList<FieldLine> Fields, BodyFraming Framing = default, bool Closes = false)
{
    /// <summary>
    /// The same in HTTP/1, if it has been composed beforehand: a head that is sent often then leaves nothing for the garbage
    /// collector.
    /// </summary>
    public ReadOnlyMemory<byte>? Text { get; init; }

    /// <summary>Whether this is an interim response, after which another head follows (RFC 9110 §15.2).</summary>
    public bool IsInterim => Status < 200;
}
