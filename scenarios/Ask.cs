using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios;

/// <summary>The same question by either way that a proxy offers.</summary>
internal static class Ask
{
    /// <summary>A CONNECT to the origin, or a request in absolute-form for a resource there.</summary>
    /// <param name="method">The method; CONNECT asks for a tunnel.</param>
    /// <param name="origin">The origin to reach.</param>
    /// <param name="fieldLines">Further field lines, without line ends.</param>
    /// <returns>The head, to be sent as it is.</returns>
    public static string For(string method, Origin origin, params string[] fieldLines) => method == "CONNECT"
        ? Requests.Connect(origin.Authority, fieldLines)
        : Requests.Absolute(method, origin.Http("/x"), fieldLines);
}
