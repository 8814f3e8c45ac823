using System.Text.RegularExpressions;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Authentication;

/// <summary>Which credentials a listener that requires them accepts, and for what.</summary>
public sealed partial class Credentials(string proxy) : Scenario(proxy)
{
    [Requirement("auth/wrong-password", DependsOn = "auth/missing/{input}")]
    [Input("connect", "CONNECT")]
    [Input("get", "GET")]
    // Otherwise a proxy that keys concurrent checks by the user's name alone could answer one with the other's result.
    [NonParallelizable]
    public Task A_wrong_password_is_answered_407(string method) =>
        AssertNotLetInAsync(method, Requests.BasicCredentials(Proxy.AuthListener.User!, Proxy.AuthListener.Password + "x"),
            "the password is wrong");

    [Requirement("auth/scheme-case", DependsOn = "auth/missing/{input}", Title = "The name of the scheme is case-insensitive")]
    [Input("connect", "CONNECT")]
    [Input("get", "GET")]
    public async Task The_name_of_the_scheme_is_case_insensitive(string method) =>
        (await GetInAsync(method, "bASIC " + Proxy.BasicCredentials["Basic ".Length..])).Should().BeSuccessful();

    [Requirement("auth/colon-password", DependsOn = "auth/missing/connect")]
    public Task A_password_may_contain_a_colon() => AssertColonAsync("CONNECT");

    [Requirement("auth/colon-password", DependsOn = "auth/missing/get", Title = "A password may contain a colon")]
    [Input("get", "GET")]
    public Task A_password_of_a_GET_may_contain_a_colon(string method) => AssertColonAsync(method);

    [Requirement("auth/utf8", DependsOn = "auth/missing/{input}",
        Title = "A non-ASCII password is accepted in the charset of the challenge")]
    [Input("connect", "CONNECT")]
    [Input("get", "GET")]
    public async Task A_password_beyond_ASCII_is_accepted_in_the_charset_of_the_challenge(string method)
    {
        var challenges = (await GetInAsync(method, null)).Values("Proxy-Authenticate");
        if (!challenges.Any(challenge => Charset().IsMatch(challenge)))
            NotApplicable("the challenge advertises no charset");
        var user = Proxy.AuthListener.Utf8;
        if (user is null)
            NotApplicable("no user with non-ASCII characters is declared ('utf8')");

        (await GetInAsync(method, Requests.BasicCredentials(user.User, user.Password))).Should().BeSuccessful();
    }

    [Requirement("auth/insufficient-403", DependsOn = "connect-errors/policy-denied",
        Title = "Valid but insufficient credentials are rejected with 403")]
    public async Task Valid_credentials_that_do_not_suffice_are_answered_403()
    {
        await using var denied = await Origins.ListenOnAsync(Proxy.DeniedPort);
        await using var client = await Proxy.DialAuthAsync();

        // A 407 would make the client ask its user for another password, in vain.
        var request = Requests.Connect(denied.Authority, $"Proxy-Authorization: {Proxy.BasicCredentials}");
        await AssertTunnelRefusedAsync(client, request, "the policy denies this port to everybody", Waits.Reply, meant: null,
            denied);
    }

    [Requirement("auth/malformed", DependsOn = "auth/missing/connect")]
    [Input("not-base64", "Basic !!!")]
    [Input("no-token", "Basic")]
    [Input("empty", "")]
    [Input("unknown-scheme", "Unheard-Of dTpw")]
    public Task Malformed_credentials_are_answered_407(string credentials) =>
        AssertNotLetInAsync("CONNECT", credentials, "the credentials are malformed");

    [Requirement("auth/malformed", DependsOn = "auth/missing/get", Title = "Malformed credentials are answered 407")]
    [Input("get-not-base64", "Basic !!!")]
    [Input("get-no-token", "Basic")]
    [Input("get-empty", "")]
    [Input("get-unknown-scheme", "Unheard-Of dTpw")]
    public Task Malformed_credentials_of_a_GET_are_answered_407(string credentials) =>
        AssertNotLetInAsync("GET", credentials, "the credentials are malformed");

    [Requirement("auth/per-request", DependsOn = "auth/missing/get")]
    public async Task Credentials_of_one_request_do_not_count_for_the_next_on_the_same_connection()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();

        await client.SendAsync(Requests.Get(origin.Http("/1"), $"Proxy-Authorization: {Proxy.BasicCredentials}"));
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);
        await using var other = await Origins.HttpAsync(Answers.Ok);
        await client.TrySendAsync(Requests.Get(other.Http("/2")));

        if (!await client.IsClosedAsync())
            (await client.ReadResponseAsync("GET")).Should().HaveStatus(407);
        await other.Should().HaveReceivedNothingAsync("the second request has no credentials");
    }

    [Requirement("auth/http10-no-headers", DependsOn = "auth/missing/connect")]
    public async Task A_bare_HTTP_1_0_CONNECT_does_not_get_around_authentication()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAuthAsync();

        await AssertTunnelRefusedAsync(
            client,
            $"CONNECT {origin.Authority} HTTP/1.0\r\n\r\n",
            "a request without any fields has no credentials either",
            Waits.Reply,
            meant: null,
            origin);
    }

    private async Task AssertColonAsync(string method)
    {
        if (!Proxy.AuthListener.Password!.Contains(':'))
            NotApplicable("the password that was given for this listener has no colon");
        (await GetInAsync(method, Proxy.BasicCredentials)).Should().BeSuccessful();
    }

    private async Task AssertNotLetInAsync(string method, string credentials, string because)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();
        var request = MethodRequests.For(method, origin, $"Proxy-Authorization: {credentials}");
        await AssertRefusedAsync(client, request, because, meant: null, origin);
    }

    private async Task<WireResponse> GetInAsync(string method, string? credentials)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();
        string[] fieldLines = credentials is null ? [] : [$"Proxy-Authorization: {credentials}"];
        await client.SendAsync(MethodRequests.For(method, origin, fieldLines));
        var response = await client.ReadResponseAsync(method);
        if (response.IsSuccessful)
            await origin.Should().HaveSeenConnectionsAsync(1, "a 2xx means a response of the origin, or a tunnel to it");
        return response;
    }

    [GeneratedRegex("^Basic[ \t].*charset[ \t]*=[ \t]*\"?UTF-8", RegexOptions.IgnoreCase)]
    private static partial Regex Charset();
}
