using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Grading;

/// <summary>Entry points of the kit's assertions. Every failure has one of the <see cref="ReasonIds"/>.</summary>
public static class GradingExtensions
{
    /// <summary>Grades a response.</summary>
    /// <param name="response">The response.</param>
    /// <returns>The assertions.</returns>
    public static WireResponseAssertions Should(this WireResponse response) => new(response);

    /// <summary>Grades a request that an origin saw.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The assertions.</returns>
    public static WireRequestAssertions Should(this WireRequest request) => new(request);

    /// <summary>Grades the end of a connection and what came before it.</summary>
    /// <param name="end">The end.</param>
    /// <returns>The assertions.</returns>
    public static WireEndAssertions Should(this WireEnd end) => new(end);

    /// <summary>Grades a message of either kind.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The assertions.</returns>
    public static AnyMessageAssertions Should(this WireMessage message) => new(message);

    /// <summary>Grades a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <returns>The assertions.</returns>
    public static WireConnectionAssertions Should(this WireConnection connection) => new(connection);

    /// <summary>Grades TLS inside a tunnel.</summary>
    /// <param name="connection">The connection.</param>
    /// <returns>The assertions.</returns>
    public static TlsConnectionAssertions Should(this TlsConnection connection) => new(connection);

    /// <summary>Grades what a client told its caller.</summary>
    /// <param name="answer">What it told.</param>
    /// <returns>The assertions.</returns>
    public static ClientAnswerAssertions Should(this ClientAnswer answer) => new(answer);

    /// <summary>Grades bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The assertions.</returns>
    public static BytesAssertions Should(this byte[] bytes) => new(bytes, Provenance.Of(bytes));

    /// <summary>Grades a part of a message, such as its <see cref="WireMessage.RawHead"/>.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The assertions.</returns>
    public static BytesAssertions Should(this ReadOnlyMemory<byte> bytes) => new(bytes.ToArray(), Provenance.Of(bytes));

    /// <summary>Grades what an origin saw.</summary>
    /// <param name="origin">The origin.</param>
    /// <returns>The assertions.</returns>
    public static OriginAssertions Should(this Origin origin) => new(origin);

    /// <summary>Grades a response in HTTP/2.</summary>
    /// <param name="response">The response.</param>
    /// <returns>The assertions.</returns>
    public static Http2ResponseAssertions Should(this Http2Response response) => new(response);

    /// <summary>Grades the end of a stream and what came before it.</summary>
    /// <param name="end">The end.</param>
    /// <returns>The assertions.</returns>
    public static StreamEndAssertions Should(this StreamEnd end) => new(end);

    /// <summary>Grades what became of a request in HTTP/2.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <returns>The assertions.</returns>
    public static Http2OutcomeAssertions Should(this Http2Outcome outcome) => new(outcome);

    /// <summary>Grades the end of a connection in HTTP/2, or an error of it.</summary>
    /// <param name="end">The end.</param>
    /// <returns>The assertions.</returns>
    public static Http2EndAssertions Should(this Http2End end) => new(end);

    /// <summary>Grades a connection in HTTP/2.</summary>
    /// <param name="client">The client.</param>
    /// <returns>The assertions.</returns>
    public static Http2ClientAssertions Should(this Http2Client client) => new(client);
}
