using System.Net.Sockets;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Serving;

/// <summary>A proxy for whoever connects to it: one with one behaviour, or the reference with one rule broken.</summary>
internal interface IServed
{
    /// <summary>What it is called, such as <c>opens</c> or <c>mutant:NAME</c>.</summary>
    string Name { get; }

    /// <summary>What it is and does, as a sentence.</summary>
    string Does { get; }

    /// <summary>What clients speak to it, as the scheme of its URI: <c>http</c>, <c>https</c> or <c>socks5h</c>.</summary>
    string Scheme { get; }

    /// <summary>The credentials that it asks for, or null.</summary>
    UserPassword? Credentials { get; }

    /// <summary>What else is worth knowing before it is tried, a sentence each.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Serves one connection to its end, with origins of its own, so that the exchange is complete.</summary>
    /// <param name="client">The accepted connection, which is closed in the end.</param>
    /// <param name="number">Which connection it is: 1 is the first.</param>
    /// <param name="transcript">Where the exchange is recorded.</param>
    /// <param name="over">Ends it early.</param>
    /// <exception cref="Model.HarnessException">The proxy itself failed.</exception>
    Task ServeAsync(Socket client, int number, Transcript transcript, CancellationToken over);
}
