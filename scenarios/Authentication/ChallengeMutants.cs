using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Authentication;

/// <summary>Proxies that challenge wrongly, or mishandle the connection afterwards.</summary>
internal static class ChallengeMutants
{
    private const string Challenge = "Proxy-Authenticate";

    [Mutant("challenges-with-401", "answers a request without credentials with 401, as an origin does")]
    [Kills("auth/missing", ReasonIds.Status)]
    [Related("auth/challenge-present", "auth/407-*", "auth/http10-no-headers", "auth/no-contact-before-auth", "auth/per-request")]
    public static Flaw ChallengesWith401() => new Flaw().Response((head, exchange) =>
    {
        if (head.Status != 407 || exchange.Request.Field("Proxy-Authorization") is not null)
            return;
        head.Add($"WWW-Authenticate: {head.Field(Challenge)}");
        head.Remove(Challenge);
        head.Status = 401;
    });

    [Mutant("leaves-the-challenge-out", "answers 407 without Proxy-Authenticate")]
    [Kills("auth/challenge-present", ReasonIds.FieldAbsent)]
    [Kills("browser/basic-407", ReasonIds.PageFailed)]
    public static Flaw LeavesTheChallengeOut() => Challenging(head => head.Remove(Challenge));

    [Mutant("leaves-the-realm-out", "sends a Basic challenge that names no realm")]
    [Kills("auth/basic-realm", ReasonIds.FieldValue)]
    [Kills("auth/basic-realm/get", ReasonIds.FieldValue)]
    public static Flaw LeavesTheRealmOut() => Challenging(head => head.Set(Challenge, "Basic charset=\"UTF-8\""));

    [Mutant("sends-the-realm-as-a-token", "sends its realm without quotation marks")]
    [Kills("auth/realm-quoted", ReasonIds.FieldValue)]
    [Kills("auth/realm-quoted/get", ReasonIds.FieldValue)]
    public static Flaw SendsTheRealmAsAToken() =>
        Challenging(head => head.Set(Challenge, "Basic realm=proxy, charset=\"UTF-8\""));

    [Mutant("keeps-the-connection-after-a-407-to-connect", "treats what follows a CONNECT that it answered 407 as a request")]
    [Kills("auth/407-connect-closes", ReasonIds.UnexpectedBytes)]
    [Related("auth/407-drops-pipelined")]
    public static Flaw KeepsTheConnection() =>
        GuardedListener.Answer(head => head.IsConnect && head.Field("Proxy-Authorization") is null
            ? $"HTTP/1.1 407 Proxy Authentication Required\r\n{Challenge}: Basic realm=\"proxy\", charset=\"UTF-8\"\r\n"
                + "Content-Length: 3\r\n\r\nno\n"
            : null);

    [Mutant("sends-a-body-with-a-407-to-head", "answers HEAD with a 407 that has a body")]
    [Kills("auth/407-head", ReasonIds.UnexpectedBytes)]
    public static Flaw SendsABodyToHead() => new Flaw().Response((head, exchange) =>
    {
        if (head.Status != 407 || exchange.Request.Method != "HEAD")
            return;
        head.Set("Content-Length", "3");
        head.Text += "no\n";
    });

    [Mutant("never-forgets-a-407", "refuses every further request on a connection once it has answered one with 407")]
    [Kills("auth/407-reusable-if-open", ReasonIds.Status)]
    public static Flaw NeverForgets()
    {
        var isRefused = false;
        return new Flaw()
            .Request(head =>
            {
                if (isRefused)
                    head.Remove("Proxy-Authorization");
            })
            .Response(head => isRefused |= head.Status == 407);
    }

    [Mutant("takes-a-refused-body-for-requests",
        "answers a POST with 407 without reading its body, and then reads that body as requests")]
    [Kills("auth/407-post-body", ReasonIds.Accepted)]
    public static Flaw TakesTheBodyForRequests()
    {
        // One request from the body is enough: the reference would be busy with the others long after the client has left.
        var isRefused = false;
        var isEnough = false;
        return GuardedListener
            .Request((head, _) =>
            {
                if (head.Field("Proxy-Authorization") is not null || head.Field("Content-Length") is null)
                    return;
                head.Remove("Content-Length");
                isRefused = true;
            })
            .BodyBytes(Leg.FromClient, bytes =>
            {
                if (!isRefused)
                    return bytes;
                if (isEnough)
                    return [];
                var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
                isEnough = end >= 0;
                return isEnough ? bytes[..(end + 4)] : bytes;
            });
    }

    [Mutant("dials-before-it-challenges", "connects to the origin before it checks the credentials")]
    [Kills("auth/no-contact-before-auth", ReasonIds.OriginContacted)]
    [Related("auth/http10-no-headers", "auth/407-post-body", "auth/407-drops-pipelined")]
    public static Flaw DialsFirst() => new Flaw().Heads(Leg.ToClient, async (head, exchange) =>
    {
        if (head.Status != 407)
            return;
        var target = exchange.Request.Target;
        var authority = Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp
            ? uri.Authority
            : target;
        if (!IPEndPoint.TryParse(authority, out var origin))
            return;
        using var early = new Socket(origin.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await early.ConnectAsync(origin);
    });

    private static Flaw Challenging(Action<Head> edit) => new Flaw().Response(head =>
    {
        if (head.Status == 407)
            edit(head);
    });
}
