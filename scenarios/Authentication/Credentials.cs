using System.Text.RegularExpressions;
using ConformanceKit.Grading;
using ConformanceKit.Origins;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Authentication;

/// <summary>Which credentials a listener that asks for them accepts, and for what.</summary>
public sealed partial class Credentials(string proxy) : Scenario(proxy)
{
    [Requirement("auth/wrong-password", DependsOn = "auth/missing/connect")]
    [Input("connect", "CONNECT")]
    [Input("get", "GET")]
    [NonParallelizable] // else a proxy that looks up two checks of one user at once by the user's name alone answers one for the other
    public async Task A_wrong_password_is_answered_407(string method) =>
        (await AskAsync(method, Requests.BasicCredentials(Proxy.UserName, Proxy.Password + "x"))).Should().HaveStatus(407);

    [Requirement("auth/scheme-case", DependsOn = "auth/missing/connect")]
    [Input("connect", "CONNECT")]
    [Input("get", "GET")]
    public async Task The_name_of_the_scheme_is_case_insensitive(string method) =>
        (await AskAsync(method, "bASIC " + Proxy.BasicCredentials["Basic ".Length..])).Should().BeSuccessful();

    [Requirement("auth/colon-password", DependsOn = "auth/missing/connect")]
    public async Task A_password_may_contain_a_colon()
    {
        if (!Proxy.Password.Contains(':')) NotApplicable("the credentials that were given have no colon in the password");
        (await AskAsync("CONNECT", Proxy.BasicCredentials)).Should().BeSuccessful();
    }

    [Requirement("auth/utf8", DependsOn = "auth/missing/connect")]
    [Input("connect", "CONNECT")]
    [Input("get", "GET")]
    public async Task A_password_beyond_ASCII_is_accepted_in_the_charset_of_the_challenge(string method)
    {
        var challenges = (await AskAsync(method, null)).Values("Proxy-Authenticate");
        if (!challenges.Any(challenge => Charset().IsMatch(challenge))) NotApplicable("the challenge advertises no charset");
        var user = Proxy.AuthListener.Utf8;
        if (user is null) NotApplicable("no user with characters beyond ASCII is declared ('utf8')");

        (await AskAsync(method, Requests.BasicCredentials(user.User, user.Password))).Should().BeSuccessful();
    }

    [Requirement("auth/insufficient-403", DependsOn = "connect-errors/policy-denied")]
    public async Task Valid_credentials_that_do_not_suffice_are_answered_403()
    {
        await using var denied = await Origins.ListenOnAsync(Proxy.DeniedPort, Cancel);
        await using var client = await Proxy.DialAuthAsync(Cancel);

        // A 407 would make the client ask its user for another password, in vain.
        (await client.ConnectAsync(denied, Cancel, $"Proxy-Authorization: {Proxy.BasicCredentials}")).Should().HaveStatus(403);
        await denied.Should().HaveSeenNoConnectionAsync(Cancel, "the policy denies this port to everybody");
    }

    [Requirement("auth/malformed", DependsOn = "auth/missing/connect")]
    [Input("not-base64", "Basic !!!")]
    [Input("no-token", "Basic")]
    [Input("empty", "")]
    [Input("unknown-scheme", "Unheard-Of dTpw")]
    public async Task Malformed_credentials_are_answered_407(string credentials)
    {
        var response = await AskAsync("CONNECT", credentials);

        // Another 4xx is not what was recommended, but it lets nobody in; to let in, or to break down, is another matter.
        response.Should().BeRejection();
        response.Should().NotBeServerError("the mistake is the client's");
        if (response.StatusCode != 407) Warn(ReasonIds.Status, $"expected 407, but got {response.StatusCode}");
    }

    [Requirement("auth/per-request", DependsOn = "auth/missing/get")]
    public async Task Credentials_of_one_request_do_not_count_for_the_next_on_the_same_connection()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAuthAsync(Cancel);

        await client.SendAsync(Requests.Get(origin.Http("/1"), $"Proxy-Authorization: {Proxy.BasicCredentials}"), Cancel);
        (await client.ReadResponseAsync("GET", Cancel)).Should().HaveStatus(200);
        await client.TrySendAsync(Requests.Get(origin.Http("/2")), Cancel);

        if (await client.IsClosedAsync(Cancel)) return;
        (await client.ReadResponseAsync("GET", Cancel)).Should().HaveStatus(407);
    }

    [Requirement("auth/http10-no-headers", DependsOn = "auth/missing/connect")]
    public async Task A_bare_HTTP_1_0_CONNECT_does_not_get_around_authentication()
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        await using var client = await Proxy.DialAuthAsync(Cancel);

        await client.SendAsync($"CONNECT {origin.Authority} HTTP/1.0\r\n\r\n", Cancel);

        (await client.ReadResponseAsync("CONNECT", Cancel)).Should().HaveStatus(407);
        await origin.Should().HaveSeenNoConnectionAsync(Cancel, "a request without any field has no credentials either");
    }

    private async Task<WireResponse> AskAsync(string method, string? credentials)
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAuthAsync(Cancel);
        string[] fieldLines = credentials is null ? [] : [$"Proxy-Authorization: {credentials}"];
        await client.SendAsync(Ask.For(method, origin, fieldLines), Cancel);
        var response = await client.ReadResponseAsync(method, Cancel);
        if (response.IsSuccessful) await origin.Should().HaveSeenConnectionsAsync(1, Cancel, "a 2xx comes from the origin, or from a tunnel to it");
        return response;
    }

    [GeneratedRegex("^Basic[ \t].*charset[ \t]*=[ \t]*\"?UTF-8", RegexOptions.IgnoreCase)]
    private static partial Regex Charset();
}
