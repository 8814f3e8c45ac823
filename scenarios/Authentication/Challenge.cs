using System.Text.RegularExpressions;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Authentication;

/// <summary>How a listener that requires credentials answers a request without valid ones.</summary>
public sealed partial class Challenge(string proxy) : Scenario(proxy)
{
    [Requirement("auth/missing")]
    [Input("connect", "CONNECT")]
    [Input("get", "GET")]
    public async Task A_request_without_credentials_is_answered_407(string method)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();
        await AssertRefusedAsync(
            client, MethodRequests.For(method, origin), "the request has no credentials", meant: null, origin);
    }

    [Requirement("auth/challenge-present")]
    [Input("connect", "CONNECT")]
    [Input("get", "GET")]
    public async Task A_407_carries_at_least_one_challenge(string method) =>
        (await ChallengeAsync(method)).Should().HaveStatus(407).And.HaveField("Proxy-Authenticate");

    [Requirement("auth/basic-realm", DependsOn = "auth/challenge-present/connect")]
    public Task A_Basic_challenge_names_its_realm() => AssertRealmAsync("CONNECT");

    [Requirement("auth/basic-realm", DependsOn = "auth/challenge-present/get",
        Title = "A Basic challenge to a GET names its realm")]
    [Input("get", "GET")]
    public Task A_Basic_challenge_to_a_GET_names_its_realm(string method) => AssertRealmAsync(method);

    [Requirement("auth/realm-quoted", DependsOn = "auth/basic-realm")]
    public Task The_realm_is_a_quoted_string() => AssertQuotedAsync("CONNECT");

    [Requirement("auth/realm-quoted", DependsOn = "auth/basic-realm/get",
        Title = "The realm in a challenge to a GET is a quoted string")]
    [Input("get", "GET")]
    public Task The_realm_in_a_challenge_to_a_GET_is_a_quoted_string(string method) => AssertQuotedAsync(method);

    [Requirement("auth/407-connect-closes", DependsOn = "auth/missing/connect")]
    public async Task The_connection_is_closed_after_a_407_to_CONNECT()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();

        (await client.ConnectAsync(origin)).Should().HaveStatus(407);

        // A proxy that keeps the connection open would answer what comes next.
        await client.TrySendAsync(Requests.Get(origin.Http("/next"), $"Proxy-Authorization: {Proxy.BasicCredentials}"));
        await client.Should().BeClosedAsync("a client may already have sent tunnel bytes, which are not a request");
    }

    [Requirement("auth/407-head", DependsOn = "auth/missing/get")]
    public async Task A_407_to_HEAD_has_no_body()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();

        var head = Requests.Get(origin.Http("/")).Replace("GET", "HEAD", StringComparison.Ordinal);
        await client.SendAsync(head);
        (await client.ReadResponseAsync("HEAD")).Should().HaveStatus(407);
        (await client.ReadUntilQuietAsync()).Should().BeEmpty("a response to HEAD ends with its head");

        // What follows has to be the second reply or the end, never a body.
        await client.TrySendAsync(head);
        if (!await client.IsClosedAsync())
            (await client.ReadResponseAsync("HEAD")).Should().HaveStatus(407);
    }

    [Requirement("auth/407-reusable-if-open", DependsOn = "auth/missing/get")]
    public async Task A_connection_left_open_after_a_407_takes_the_request_again_with_credentials()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();

        await client.SendAsync(Requests.Get(origin.Http("/")));
        var challenge = await client.ReadResponseAsync("GET");
        challenge.Should().HaveStatus(407);
        if (challenge.Members("Connection").Contains("close", StringComparer.OrdinalIgnoreCase))
            NotApplicable("the proxy announces that it closes the connection after a 407");
        // The client knows here as well (RFC 9112 §9.3): only a message with a length of its own leaves a connection open.
        if (challenge.BodyEnd.Kind == BodyEndKind.Close)
            NotApplicable("the 407 has no length: it ends with the connection");

        await client.TrySendAsync(Requests.Get(origin.Http("/"), $"Proxy-Authorization: {Proxy.BasicCredentials}"));
        if (await client.IsClosedAsync())
        {
            Warn(ReasonIds.ClosedWithoutReply, "the connection is closed after a 407 that does not announce it", client.Ending);
            return;
        }

        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);
        origin.Should().HaveSeenRequests(1);
    }

    [Requirement("auth/407-post-body", DependsOn = "auth/missing/get",
        Title = "The body of a POST that was answered 407 is never read as requests")]
    public async Task The_body_of_a_POST_that_was_answered_407_is_never_taken_for_requests()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();

        // A closed connection counts as an answer only if the proxy would otherwise have sent one.
        (await ChallengeAsync("GET")).Should().HaveStatus(407);

        // 1. A body of 1 MiB that would be served if read as requests: it has the credentials that the POST lacks.
        var smuggled = Requests.Get(origin.Http("/smuggled"), $"Proxy-Authorization: {Proxy.BasicCredentials}");
        var body = string.Concat(Enumerable.Repeat(smuggled, 1024 * 1024 / smuggled.Length));
        var closed = client.IsClosedAsync();
        await client.TrySendAsync(Requests.Absolute("POST", origin.Http("/x"), $"Content-Length: {body.Length}") + body);

        // 2. A proxy that closes at once may lose its reply (RFC 9112 §9.6), which is not what this clause is about.
        if (!await closed)
        {
            (await client.ReadResponseAsync("POST")).Should().HaveStatus(407);

            // 3. The next reply answers the next request, which has no credentials either, or the connection ends.
            await client.TrySendAsync(Requests.Get(origin.Http("/next")));
            if (await NextAsync(client) is { } next)
                next.Should().HaveStatus(407);
        }

        await origin.Should().HaveSeenNoConnectionAsync("the whole body belongs to the refused request");
    }

    [Requirement("auth/no-contact-before-auth", DependsOn = "auth/missing/{input}",
        Title = "The origin is not contacted for a request that was not authenticated")]
    [Input("connect", "CONNECT")]
    [Input("get", "GET")]
    public async Task The_origin_hears_nothing_of_a_request_that_was_not_authenticated(string method)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();

        await client.SendAsync(MethodRequests.For(method, origin));
        (await client.ReadResponseAsync(method)).Should().HaveStatus(407);

        await origin.Should().HaveSeenNoConnectionAsync("the proxy must not dial for a client that is not authenticated");
    }

    private async Task AssertRealmAsync(string method) => Expect(await ChallengeAsync(method), Realm(), "realm");

    private async Task AssertQuotedAsync(string method) =>
        Expect(await ChallengeAsync(method), QuotedRealm(), "realm as a quoted string");

    private async Task<WireResponse?> NextAsync(WireConnection client)
    {
        try
        {
            return await client.IsClosedAsync() ? null : await client.ReadResponseAsync("GET");
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId is ReasonIds.BytesTimeout or ReasonIds.ReplyTimeout)
        {
            throw new RequirementBrokenException(
                silent.ReasonId,
                "after its 407 the proxy neither read the whole body nor closed the connection: the next request got no response "
                + $"within {Waits.Reply.TotalSeconds:0.#} s")
            {
                Marks = silent.Marks,
            };
        }
    }

    private async Task<WireResponse> ChallengeAsync(string method)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();
        await client.SendAsync(MethodRequests.For(method, origin));
        return await client.ReadResponseAsync(method);
    }

    private static void Expect(WireResponse response, Regex pattern, string part)
    {
        var challenge = response.Values("Proxy-Authenticate")
            .FirstOrDefault(c => c.StartsWith("Basic", StringComparison.OrdinalIgnoreCase))
            ?? throw new NotApplicableException("the proxy does not offer the Basic scheme");
        if (!pattern.IsMatch(challenge))
        {
            throw new RequirementBrokenException(ReasonIds.FieldValue,
                $"expected a {part} in the challenge, but got \"{challenge}\"")
            {
                Marks = response.Marks.Fields("Proxy-Authenticate"),
            };
        }
    }

    [GeneratedRegex(@"^Basic[ \t]+(.*[, \t])?realm[ \t]*=", RegexOptions.IgnoreCase)]
    private static partial Regex Realm();

    [GeneratedRegex("^Basic[ \t]+(.*[, \t])?realm[ \t]*=[ \t]*\"([^\"\\\\]|\\\\.)*\"", RegexOptions.IgnoreCase)]
    private static partial Regex QuotedRealm();
}
