using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Clients;

/// <summary>
/// What the scripted client decides on its way, as it should be decided. A mutant of it replaces one of these.
/// </summary>
public sealed record ClientSteps
{
    /// <summary>The head of a CONNECT request, without the fields that are added for credentials and the empty line.</summary>
    public Func<ClientGoal, string> ConnectHead { get; init; } = static goal =>
        $"CONNECT {goal.Authority} HTTP/1.1\r\nHost: {goal.Authority}\r\n";

    /// <summary>The head of a request through the proxy without a tunnel, likewise.</summary>
    public Func<ClientGoal, string> AbsoluteHead { get; init; } = static goal =>
        $"GET {goal.Absolute} HTTP/1.1\r\nHost: {goal.Host}\r\nConnection: close\r\n";

    /// <summary>Whether a response to CONNECT opens the tunnel (RFC 9110 §9.3.6).</summary>
    public Func<ClientResponse, bool> Opens { get; init; } = static response => response.Status is >= 200 and < 300;

    /// <summary>Whether a response to CONNECT is not the final one (RFC 9110 §15.2).</summary>
    public Func<ClientResponse, bool> IsInterim { get; init; } = static response => response.Status is >= 100 and < 200;

    /// <summary>How many bytes behind a 2xx to CONNECT are its content: none, whatever its fields say.</summary>
    public Func<ClientResponse, int> Content { get; init; } = static _ => 0;

    /// <summary>Whether a complete head is taken for a response at all.</summary>
    public Func<string, bool> Reads { get; init; } = static _ => true;

    /// <summary>Whether it takes anything for a 200.</summary>
    public bool TakesGarbage { get; init; }

    /// <summary>Whether it expects a whole head in its first read.</summary>
    public bool ReadsOnce { get; init; }

    /// <summary>Whether it takes an end without a response for an empty page.</summary>
    public bool TakesEndForPage { get; init; }

    /// <summary>Whether it sends an address as the server name of TLS.</summary>
    public bool NamesAddress { get; init; }

    /// <summary>Whether what came behind the head of a 2xx to CONNECT is thrown away.</summary>
    public bool DiscardsBehindHead { get; init; }

    /// <summary>Whether a head that the connection's end cut short is good enough.</summary>
    public bool TakesTruncatedHead { get; init; }

    /// <summary>Whether it starts TLS without waiting for the response to CONNECT.</summary>
    public bool HurriesTls { get; init; }

    /// <summary>Whether a response to CONNECT that is not a 2xx is returned as if it were the origin's.</summary>
    public bool ReturnsRefusal { get; init; }

    /// <summary>Whether a 3xx to CONNECT is followed.</summary>
    public bool FollowsRefusal { get; init; }

    /// <summary>How many requests it makes at most where the proxy keeps asking for credentials.</summary>
    public int MostChallenges { get; init; } = 2;

    /// <summary>Which responses make it send the proxy's credentials.</summary>
    public Func<ClientResponse, bool> IsChallenge { get; init; } = static response => response.Status == 407;

    /// <summary>Whether it reads the content of a 407 before it sends the next request on the connection.</summary>
    public bool DrainsChallenge { get; init; } = true;

    /// <summary>Whether it dials again where a 407 closes the connection.</summary>
    public bool DialsAgain { get; init; } = true;

    /// <summary>Whether it sends the proxy's credentials to origins too.</summary>
    public bool LeaksCredentials { get; init; }

    /// <summary>How often it tries where the connection ends without a response.</summary>
    public int Tries { get; init; } = 1;

    /// <summary>Whether it connects to the origin itself where the proxy does not help.</summary>
    public bool FallsBackToDirect { get; init; }

    /// <summary>Whether it speaks cleartext to a proxy that is given as <c>https</c>.</summary>
    public bool DowngradesProxy { get; init; }

    /// <summary>Whether any certificate of the proxy will do.</summary>
    public bool TrustsAnyProxy { get; init; }

    /// <summary>Whether any certificate in the tunnel will do.</summary>
    public bool TrustsAnyOrigin { get; init; }

    /// <summary>Whether it knows a list of hosts that are reached without the proxy.</summary>
    public bool KnowsNoProxy { get; init; } = true;

    /// <summary>Whether it offers HTTP/2 and HTTP/1.1 by ALPN to a proxy.</summary>
    public bool OffersProtocols { get; init; } = true;

    /// <summary>The fields of CONNECT on a stream of HTTP/2 (RFC 9113 §8.5).</summary>
    public Func<ClientGoal, IReadOnlyList<Http2Field>> ConnectFields { get; init; } = static goal =>
        [new(":method", "CONNECT"), new(":authority", goal.Authority)];

    /// <summary>Whether it dials a connection in HTTP/2 for each tunnel.</summary>
    public bool DialsForEach { get; init; }

    /// <summary>Whether it answers END_STREAM with END_STREAM.</summary>
    public bool EndsStream { get; init; } = true;

    /// <summary>Whether it takes RST_STREAM for END_STREAM.</summary>
    public bool TakesResetForEnd { get; init; }

    /// <summary>Whether it takes a response in HTTP/2 with fields that make it malformed.</summary>
    public bool TakesMalformedFields { get; init; }

    /// <summary>Whether it waits for ever where a stream, or the connection, ends without a response.</summary>
    public bool WaitsAfterRefusal { get; init; }

    /// <summary>The longest head that it reads.</summary>
    public int MostHead { get; init; } = 64 * 1024;

    /// <summary>Whether it waits for ever.</summary>
    public bool NeverGivesUp { get; init; }

    /// <summary>What it reports without sending anything, for a client that is none; null for one that works.</summary>
    public ClientAnswer? Pretends { get; init; }

    /// <summary>Whether it connects to the proxy, and sends nothing, before it pretends.</summary>
    public bool Knocks { get; init; }
}

/// <summary>Where the scripted client wants to go.</summary>
/// <param name="Url">The URL as it was given.</param>
/// <param name="Authority">Host and port, as the target of a CONNECT has them.</param>
/// <param name="Host">The same as a Host field has them.</param>
/// <param name="Absolute">The URL in absolute-form: without userinfo and fragment.</param>
public sealed record ClientGoal(string Url, string Authority, string Host, string Absolute);
