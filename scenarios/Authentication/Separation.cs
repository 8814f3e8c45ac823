using System.Text.RegularExpressions;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Authentication;

/// <summary>Credentials for the proxy stay with the proxy; those for the origin pass through.</summary>
public sealed class Separation(string proxy) : Scenario(proxy)
{
    private const string OriginCredentials = "Bearer  a.b-c_d~e+f/g==";

    [Requirement("auth/credential-not-leaked", DependsOn = "absolute-form/origin-form",
        Title = "Proxy-Authorization does not reach the origin")]
    public async Task Proxy_Authorization_does_not_reach_the_origin()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();

        await client.SendAsync(Requests.Get(origin.Http("/"), $"Proxy-Authorization: {Proxy.BasicCredentials}"));
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);

        origin.Requests[0].Should().NotHaveField("Proxy-Authorization");
    }

    [Requirement("auth/credential-not-in-tunnel", DependsOn = "connect/establish")]
    public async Task A_tunnel_opened_with_credentials_carries_none_of_them()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAuthAsync();

        var response = await client.ConnectAsync(origin, $"Proxy-Authorization: {Proxy.BasicCredentials}");
        response.Should().BeSuccessful();
        await client.SendAsync(AnyBytes.Ping);
        client.ShutdownSend();

        await using var arrived = await origin.NextConnectionAsync();
        (await arrived.ReadToEndAsync()).Should().HaveBytes(AnyBytes.Ping);
    }

    [Requirement("auth/authorization-untouched", DependsOn = "absolute-form/origin-form",
        Title = "The origin's own Authorization passes unchanged")]
    public async Task The_origins_own_Authorization_passes_unchanged()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/"), $"Authorization: {OriginCredentials}"));
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);

        origin.Requests[0].Should().HaveSingleField("Authorization", OriginCredentials);
    }

    [Requirement("auth/www-authenticate-untouched", DependsOn = "absolute-form/origin-form",
        Title = "The origin's own challenges pass unchanged")]
    public async Task The_origins_own_challenges_pass_unchanged()
    {
        string[] challenges = ["Basic realm=\"origin, one\"", "Custom a=\"b\", c=d"];
        var answer = "HTTP/1.1 401 Unauthorized\r\n"
            + string.Concat(challenges.Select(challenge => $"WWW-Authenticate: {challenge}\r\n"))
            + "Content-Length: 0\r\n\r\n";
        await using var origin = await Origins.HttpAsync(answer);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/")));
        var response = await client.ReadResponseAsync("GET");

        var both = string.Join(", ", challenges);
        response.Should().HaveStatus(401).And.HaveFieldMatching("WWW-Authenticate", both, $"^{Regex.Escape(both)}$",
            "the origin's challenges are for the client");
    }
}
