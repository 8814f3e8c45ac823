using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Authentication;

/// <summary>Proxies that accept the wrong credentials, or reject the right ones.</summary>
internal static class CredentialMutants
{
    private const string Field = "Proxy-Authorization";

    [Mutant("compares-the-beginning-of-a-password", "accepts a password that only begins with the right one")]
    [Kills("auth/wrong-password", ReasonIds.Accepted)]
    public static Flaw ComparesTheBeginning() => GuardedListener.Request((head, users) =>
    {
        if (head.Basic() is not { } given)
            return;
        foreach (var user in users.Where(user => user.User == given.User))
        {
            if (given.Password.StartsWith(user.Password, StringComparison.Ordinal))
                head.LogIn(user.User, user.Password);
        }
    });

    [Mutant("knows-basic-in-one-spelling-only", "knows the scheme only if it is spelled \"Basic\"")]
    [Kills("auth/scheme-case", ReasonIds.NotSuccessful)]
    public static Flaw KnowsOneSpelling() => GuardedListener.Request((head, _) =>
    {
        if (head.Field(Field)?.StartsWith("Basic", StringComparison.Ordinal) is false)
            head.Remove(Field);
    });

    [Mutant("ends-a-password-at-a-colon", "reads the password of a CONNECT only up to its first colon")]
    [Kills("auth/colon-password", ReasonIds.NotSuccessful)]
    [Related("auth/scheme-case/connect", "auth/credential-not-in-tunnel", "auth/insufficient-403", "websocket/*/basic")]
    public static Flaw EndsAtAColon() => GuardedListener.Request((head, _) =>
    {
        if (head.IsConnect && head.Basic() is { } given)
            head.LogIn(given.User, given.Password.Split(':')[0]);
    });

    [Mutant("ends-a-password-of-a-get-at-a-colon",
        "reads the password of a request other than CONNECT only up to its first colon")]
    [Kills("auth/colon-password/get", ReasonIds.NotSuccessful)]
    [Related("auth/scheme-case/get", "auth/credential-not-leaked", "auth/per-request", "auth/407-reusable-if-open")]
    public static Flaw EndsAGetsAtAColon() => GuardedListener.Request((head, _) =>
    {
        if (!head.IsConnect && head.Basic() is { } given)
            head.LogIn(given.User, given.Password.Split(':')[0]);
    });

    [Mutant("reads-passwords-as-latin-1", "advertises UTF-8, but reads credentials as ISO 8859-1")]
    [Kills("auth/utf8", ReasonIds.NotSuccessful)]
    public static Flaw ReadsLatin1() => GuardedListener.Request((head, _) =>
    {
        // What it compares with the passwords of its users, which are stored in UTF-8.
        if (head.Basic() is { } given && !Ascii.IsValid(given.Password))
            head.LogIn(given.User, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(given.Password)));
    });

    [Mutant("asks-again-where-it-forbids", "answers 407 instead of 403 to valid but insufficient credentials")]
    [Kills("auth/insufficient-403", ReasonIds.Status)]
    public static Flaw AsksAgain() => new Flaw().Response((head, exchange) =>
    {
        if (head.Status != 403 || exchange.Request.Field(Field) is null)
            return;
        head.Status = 407;
        head.Add("Proxy-Authenticate: Basic realm=\"proxy\", charset=\"UTF-8\"");
    });

    [Mutant("breaks-down-on-what-is-no-base64", "answers 500 to Basic credentials that cannot be decoded")]
    [Kills("auth/malformed/not-base64", ReasonIds.Status)]
    [Kills("auth/malformed/get-not-base64", ReasonIds.Status)]
    public static Flaw BreaksDownOnNoBase64() => GuardedListener.Answer(head => IsUndecodable(head.Field(Field))
        ? "HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        : null);

    [Mutant("crashes-on-a-scheme-alone", "drops the connection when nothing follows the name of the scheme")]
    [Kills("auth/malformed/no-token", ReasonIds.ClosedWithoutReply)]
    [Kills("auth/malformed/get-no-token", ReasonIds.ClosedWithoutReply)]
    public static Flaw CrashesOnASchemeAlone() => new Flaw().Heads(Leg.FromClient, async (head, exchange) =>
    {
        if (head.Field(Field) is not { Length: > 0 } value || value.Contains(' ', StringComparison.Ordinal))
            return;
        head.Text = "";
        await exchange.Client.FinishAsync();
    });

    [Mutant("lets-empty-credentials-in", "accepts an empty Proxy-Authorization, as if there were nothing to check")]
    [Kills("auth/malformed/empty", ReasonIds.Accepted)]
    [Kills("auth/malformed/get-empty", ReasonIds.Accepted)]
    public static Flaw LetsEmptyCredentialsIn() => GuardedListener.Request((head, users) =>
    {
        if (head.Field(Field) is "")
            head.LogIn(users);
    });

    [Mutant("lets-unknown-schemes-in", "checks credentials of the schemes that it knows, and lets all others in")]
    [Kills("auth/malformed/unknown-scheme", ReasonIds.Accepted)]
    [Kills("auth/malformed/get-unknown-scheme", ReasonIds.Accepted)]
    public static Flaw LetsUnknownSchemesIn() => GuardedListener.Request((head, users) =>
    {
        if (head.Field(Field)?.Split(' ') is [var scheme, _, ..] && !scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            head.LogIn(users);
    });

    [Mutant("asks-once-per-connection", "applies the credentials of one request to all that follow on the connection")]
    [Kills("auth/per-request", ReasonIds.Accepted)]
    public static Flaw AsksOnce()
    {
        string? accepted = null;
        return new Flaw()
            .Request(head =>
            {
                if (accepted is not null && head.Field(Field) is null)
                    head.Add($"{Field}: {accepted}");
            })
            .Response((head, exchange) =>
            {
                if (head.IsSuccessful)
                    accepted ??= exchange.Request.Field(Field);
            });
    }

    [Mutant("lets-a-connect-without-fields-in", "looks for credentials only if a request has fields")]
    [Kills("auth/http10-no-headers", ReasonIds.Accepted)]
    public static Flaw LetsNoFieldsIn() => GuardedListener.Request((head, users) =>
    {
        if (head.Text == $"{head.StartLine}\r\n\r\n")
            head.LogIn(users);
    });

    private static bool IsUndecodable(string? credentials) =>
        credentials?.Split(' ') is ["Basic", var token] && !Convert.TryFromBase64String(token, new byte[token.Length], out _);
}
