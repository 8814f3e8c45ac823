using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Connect;

/// <summary>Proxies that do not look closely at Host, or at the name that a target has.</summary>
internal static partial class HostMutants
{
    [Mutant("does-not-read-host", "opens a tunnel whatever Host is")]
    [Kills("connect/host-invalid", ReasonIds.Accepted)]
    public static Flaw DoesNotReadHost() => new Flaw().Request(head =>
    {
        if (head.IsConnect && head.Values("Host") is [var host] && !HostAndPort().IsMatch(host))
            head.Set("Host", head.Target);
    });

    [Mutant("wants-host-names", "answers 400 to a name that is no host name of RFC 952, by an underscore, a dot at its end, or "
        + "a digit at its beginning")]
    [Kills("connect/name-syntax/leading-digit", ReasonIds.Status)]
    [Kills("connect/name-syntax/trailing-dot", ReasonIds.Status)]
    [Kills("connect/name-syntax/underscore", ReasonIds.Status)]
    [Kills("connect/name-syntax/underscore-resolved", ReasonIds.NotSuccessful)]
    public static Flaw WantsHostNames() => new Flaw().Answer(head => head.IsConnect && Uncommon().IsMatch(head.Target)
        ? "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n"
        : null);

    [GeneratedRegex(@"^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.%-]+)?(:[0-9]*)?$")]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"^[^\[\]]*(_.*|\.|^1h.*)(?<=\.invalid|\.invalid\.|^my_origin\.test):[0-9]+$")]
    private static partial Regex Uncommon();
}
