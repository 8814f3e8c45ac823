using System.Text;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Tests.Origins;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

/// <summary>What reached the origin after a CONNECT that has to be refused: a tunnel, or what the proxy made of it.</summary>
internal sealed class RefusalSightingTests : OriginTest
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Test]
    public async Task A_tunnel_to_where_a_lenient_reading_leads_is_as_asked()
    {
        var origin = await Origins.HttpAsync(Ok);
        var proxy = await DialAsync(origin);
        await proxy.SendAsync(Encoding.Latin1.GetString(RefusalSighting.FirstBytes), Cancel);
        await origin.ReceivedAsync(Cancel);

        var sighting = await RefusalSighting.OfConnectionsAsync(origin, [], Cancel);

        (sighting.HasAny, sighting.IsAsAsked, sighting.Text).Should().Be((true, true, $"; it dialled {origin.Authority}"));
    }

    [Test]
    public async Task A_request_is_no_tunnel()
    {
        var origin = await Origins.HttpAsync(Ok);
        var proxy = await DialAsync(origin);
        await proxy.SendAsync("CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", Cancel);
        await proxy.ReadHeadAsync(cancel: Cancel);

        var sighting = await RefusalSighting.OfConnectionsAsync(origin, [], Cancel);

        (sighting.HasAny, sighting.IsAsAsked).Should().Be((true, false));
        sighting.Text.Should().Be($"; it sent \"CONNECT / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n\" to {origin.Authority}");
    }
}
