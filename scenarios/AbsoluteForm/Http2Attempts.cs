using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Clients of HTTP/1 that try to get to HTTP/2 with the origin, or begin with it.</summary>
public sealed class Http2Attempts(string proxy) : Scenario(proxy)
{
    private const string Settings = "AAMAAABkAAQCAAAA";

    [Requirement("absolute-form/h2c-upgrade", Title = "An upgrade to h2c stays between the client and the proxy")]
    public async Task An_upgrade_to_h2c_stays_between_the_client_and_the_proxy()
    {
        // 1. The origin changes to HTTP/2 if it is asked to, and the client believes whoever says so.
        await using var origin = await Origins.HttpAsync(request => request.Members("Upgrade").Contains("h2c")
            ? "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
            : Answers.Ok);
        await using var client = await Proxy.DialAsync();
        var response = await AskAsync(client, Requests.Get(origin.Http("/h2c"), "Connection: Upgrade, HTTP2-Settings",
            "Upgrade: h2c", $"HTTP2-Settings: {Settings}"));
        if (response is { StatusCode: 101 })
            await client.TrySendAsync(Http2Port.Beginning);

        // 2. A proxy may change to HTTP/2 itself, but then with SETTINGS of its own.
        await origin.ReceivedAsync();
        if (origin.Requests is [var request, ..] && request.Values("HTTP2-Settings").Contains(Settings))
            request.Should().NotHaveField("HTTP2-Settings", "Connection nominates it");
        if (origin.Requests.FirstOrDefault(request => request.Method == "PRI") is { } preface)
        {
            throw new RequirementBrokenException(ReasonIds.UnexpectedBytes,
                $"expected no HTTP/2 from the client at the origin, but it got \"{preface}\"")
            {
                Marks = preface.Marks.StartLine,
            };
        }
    }

    [Requirement("absolute-form/pri-method", Title = "The preface of HTTP/2 is no request, and nothing behind it is one")]
    public async Task The_preface_of_HTTP_2_is_no_request_and_nothing_behind_it_is_one()
    {
        await Proxy.RequireNoHttp2Async();
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        var response = await AnsweredUnlessClosedAsync(client, Http2Port.Beginning + Requests.Get(origin.Http("/behind")));

        await origin.Should().HaveReceivedNothingAsync("the client does not speak HTTP/1");
        response?.Should().BeRejection();
        if (response is { StatusCode: not (400 or 501 or 505) })
            Warn(ReasonIds.Status, $"expected 400 or 505, but got \"{response}\"", response.Marks.StartLine);
    }

    private async Task<WireResponse?> AnsweredUnlessClosedAsync(WireConnection client, string bytes)
    {
        await client.TrySendAsync(bytes);
        try
        {
            return await client.IsClosedAsync() ? null : await client.ReadFinalHeadAsync();
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            Warn(ReasonIds.ReplyTimeout, $"expected a response, or the end of the connection: {silent.Message}", silent.Marks);
            return null;
        }
    }
}
