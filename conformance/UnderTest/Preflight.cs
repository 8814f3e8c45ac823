using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Origins;

namespace ConformanceKit.UnderTest;

/// <summary>
/// Rules on a proxy before any scenario does: if no request gets through it to an origin, every verdict would be about where the
/// proxy runs or how it is configured, and none about what it speaks. A proxy that relays only GET, or only CONNECT, passes,
/// unless it answers CONNECT with 403: that means a policy about ports in most proxies.
/// </summary>
internal static class Preflight
{
    /// <summary>How to grade a proxy that does not pass, as the end of a message.</summary>
    public const string Anyway = "--no-preflight grades it all the same.";

    /// <summary>What to do if a container cannot connect to the origins, as a sentence.</summary>
    public const string ContainerAdvice =
        $"Let it look names up in /etc/hosts and connect to {SessionNetwork.OriginHost}, this machine.";

    /// <summary>Throws if grading the proxy would be pointless.</summary>
    /// <param name="reach">How far requests got.</param>
    /// <param name="features">What the proxy offers.</param>
    /// <param name="ports">The ports that it has to allow.</param>
    /// <param name="advice">What to do if it cannot connect to the origins, as a sentence.</param>
    /// <exception cref="HarnessException">It would be; the message is one line with the cause and what to do.</exception>
    public static void Check(Reach reach, IReadOnlySet<string> features, OriginPorts ports, string advice)
    {
        if ((features.Contains(ProxyFeatures.Connect) || reach.Get is null) && reach.Connect.IsForbidden)
        {
            var neither = reach.Get is { IsReached: false, Reply: var get }
                ? $" GET does not reach an origin either: {get.Came}. {advice}"
                : "";
            throw new HarnessException($"the proxy forbids CONNECT to port {reach.Connect.Port}: allow {ports}, or narrow the "
                + $"range with --origin-ports.{neither} {Anyway}");
        }

        if (!reach.IsReached)
            throw new HarnessException($"no origin was reached through the proxy: {Cause(reach, advice)} {Anyway}");
    }

    /// <summary>What to do if an instance cannot connect to the origins, as a sentence.</summary>
    /// <param name="listener">Where it listens.</param>
    /// <param name="origins">Where the origins listen.</param>
    /// <param name="isGiven">Whether the user named that address.</param>
    public static string Advice(IPEndPoint listener, IPAddress origins, bool isGiven)
    {
        if (isGiven)
            return $"Let it connect to {origins}, or correct --origin-address: this machine's address as the proxy sees it.";

        // A port of this machine may also lead into a container or to another machine.
        return LocalAddress.CanListen(listener.Address)
            ? $"Let it connect to {origins}; or, if it is not on this machine or is in a container, give --origin-address, the "
                + "address at which it reaches this machine."
            : "It is not on this machine: give --origin-address, the address at which it reaches this machine.";
    }

    private static string Cause(Reach reach, string advice)
    {
        var (round, isSocks) = (reach.Round, reach.Get is null);
        bool Means(ProbeMeaning meaning) => round.Replies.Any(reply => reply.Meaning == meaning);

        if (Means(ProbeMeaning.CredentialsRequired))
        {
            return isSocks
                ? "it requires credentials (FF), and the listener 'socks5' must require none; this one is 'socks5-auth' "
                    + "(--socks-proxy socks5://USER:PASSWORD@HOST:PORT)."
                : "it requires credentials (407), and the listener 'plain' must require none; this one is 'auth' (--auth-proxy).";
        }

        if (!round.IsAnswered)
            return $"{round}. Check that this is the port of {(isSocks ? "a SOCKS5" : "an HTTP")} proxy.";
        if (round.IsCutShort)
            return $"{round}. Find out why it does not finish a {(isSocks ? "reply" : "status line")}.";
        if (Means(ProbeMeaning.Redirect))
            return $"{round}. A redirect leads to no origin: exempt this machine from its login page or redirect rules. {advice}";
        if (Means(ProbeMeaning.Success))
            return $"{round}, although the origin was not contacted. Check that this is the port of a forward proxy.";
        return $"{round}. {advice}";
    }
}
