using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Connect;

/// <summary>Proxies that are too lenient with Host, or too strict with the name in a target.</summary>
internal static partial class HostMutants
{
    [Mutant("does-not-read-host", "opens a tunnel whatever Host contains")]
    [Kills("connect/host-invalid", ReasonIds.Accepted)]
    public static Flaw DoesNotReadHost() => new Flaw().Request(head =>
    {
        if (head.IsConnect && head.Values("Host") is [var host] && !HostAndPort().IsMatch(host))
            head.Set("Host", head.Target);
    });

    [Mutant("wants-host-names",
        "answers 400 to a name that is not a host name of RFC 952 because it has an underscore, a trailing dot or a leading "
        + "digit")]
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
