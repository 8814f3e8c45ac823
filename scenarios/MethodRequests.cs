using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios;

/// <summary>The same request in either of the two ways that a proxy offers.</summary>
internal static class MethodRequests
{
    /// <summary>A CONNECT to the origin, or a request in absolute-form for a resource there.</summary>
    /// <param name="method">The method; CONNECT requests a tunnel.</param>
    /// <param name="origin">The origin to reach.</param>
    /// <param name="fieldLines">Further field lines, without line ends.</param>
    /// <returns>The head, ready to send.</returns>
    public static string For(string method, Origin origin, params string[] fieldLines) => method == "CONNECT"
        ? Requests.Connect(origin.Authority, fieldLines)
        : Requests.Absolute(method, origin.Http("/x"), fieldLines);
}
