using ConformanceKit.Model;

namespace ConformanceKit.Clients;

/// <summary>What a client is asked to fetch, and through which proxy.</summary>
/// <param name="Url">The URL exactly as a user would give it; <c>tcp://HOST:PORT</c> for a bare tunnel.</param>
/// <param name="Proxy">The proxy's URI without credentials, such as <c>http://127.0.0.1:3128</c>.</param>
public sealed record ClientTask(string Url, string Proxy)
{
    /// <summary>The user name for the proxy, or null for no credentials.</summary>
    public string? User { get; init; }

    /// <summary>That user's password.</summary>
    public string? Password { get; init; }

    /// <summary>What is to be fetched without the proxy, in the form of the variable <c>NO_PROXY</c>; or empty.</summary>
    public string NoProxy { get; init; } = "";

    /// <summary>Whether the client has to speak TLS to the proxy.</summary>
    internal bool HasTlsProxy => Proxy.StartsWith("https:", StringComparison.Ordinal);

    /// <summary>How long the client may take, as its own timeout. It is ended a little later.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>What a client told its caller.</summary>
/// <param name="Succeeded">Whether it returned a response.</param>
/// <param name="Body">The response's content; empty if there is none.</param>
/// <param name="Error">What it said was wrong, in its own words; empty if it succeeded.</param>
public sealed record ClientAnswer(bool Succeeded, byte[] Body, string Error)
{
    /// <summary>The status code of the response that it returned; null if it does not tell.</summary>
    public int? Status { get; init; }

    /// <summary>The fields of the response that it returned, as <c>Name: value</c>; empty if it does not tell.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Whether it had to be ended, because its own timeout did not.</summary>
    public bool WasEnded { get; init; }

    /// <summary>Where the evidence says so, for a failure to point at.</summary>
    internal EventMark? Place { get; init; }

    /// <summary>The response that a client returned.</summary>
    /// <param name="status">Its status code.</param>
    /// <param name="body">Its content.</param>
    /// <param name="fields">Its fields.</param>
    /// <returns>The answer.</returns>
    public static ClientAnswer Of(int status, byte[] body, IReadOnlyList<string> fields) =>
        new(true, body, "") { Status = status, Fields = fields };

    /// <summary>What a client that had to be ended told.</summary>
    internal static ClientAnswer Ended { get; } = Failed("") with { WasEnded = true };

    /// <summary>The error that a client reported.</summary>
    /// <param name="error">In its own words.</param>
    /// <returns>The answer.</returns>
    public static ClientAnswer Failed(string error) => new(false, [], error);
}
