using System.Net;
using System.Text;
using ConformanceKit.Clients;
using ConformanceKit.Origins;
using ConformanceKit.ScriptedProxies;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Clients;

/// <summary>The client that does what the RFCs say: a few of its decisions, one by one.</summary>
[CancelAfter(30_000)]
internal sealed class ScriptedClientTests
{
    private static readonly OriginPlace s_place = new(IPAddress.Loopback, "127.0.0.1", null);

    private static readonly ClientTask s_task = new("https://origin.test/", "");

    [TestCase("http://a.test", "a.test", 80, "a.test", "/")]
    [TestCase("http://u:p@A.test:8080/x?y#z", "a.test", 8080, "a.test:8080", "/x?y")]
    [TestCase("https://[2001:db8::1]/", "2001:db8::1", 443, "[2001:db8::1]", "/")]
    [TestCase("wss://a.test/x", "a.test", 443, "a.test", "/x")]
    [TestCase("https://bücher.test:444/", "xn--bcher-kva.test", 444, "xn--bcher-kva.test:444", "/")]
    public void A_URL_is_read(string text, string host, int port, string authority, string path)
    {
        var url = ClientUrl.Parse(text);
        (url.Host, url.Port, url.ShortAuthority, url.Path).Should().Be((host, port, authority, path));
    }

    [TestCase("HTTP/1.1 200 OK\r\nA: b\r\n\r\n", 200)]
    [TestCase("HTTP/1.0 204\r\n\r\n", 204)]
    [TestCase("HTTP/1.1 299 \n\n", 299)]
    public void A_status_line_is_read(string head, int status) =>
        ClientResponse.Parse(head)!.Status.Should().Be(status);

    [TestCase("HTTP/2 200 \r\n\r\n")]
    [TestCase("HTTP/1.1 2000 X\r\n\r\n")]
    [TestCase("ICY 200 OK\r\n\r\n")]
    [TestCase("SSH-2.0-x\r\n\r\n")]
    [TestCase("")]
    public void What_is_no_status_line_is_no_response(string head) => ClientResponse.Parse(head).Should().BeNull();

    [Test]
    public void Fields_are_found_by_name_in_any_case()
    {
        var response = ClientResponse.Parse("HTTP/1.1 407 X\r\nCONTENT-LENGTH: 12\r\nconnection: Close\r\n\r\n")!;
        (response.Length, response.Closes, response.Find("x")).Should().Be((12, true, null));
    }

    [Test]
    public async Task A_refusal_is_an_error_in_its_own_words()
    {
        var answer = await AnswerAsync("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", s_task);
        (answer.Succeeded, answer.Error).Should().Be((false, "the proxy refused the tunnel: 403"));
    }

    [Test]
    public async Task Half_a_head_is_an_error()
    {
        var answer = await AnswerAsync("HTTP/1.1 200 OK\r\nX", s_task);
        answer.Error.Should().Be("the response is cut short");
    }

    [Test]
    public async Task Its_own_time_limit_ends_it()
    {
        var answer = await AnswerAsync(null, s_task with { Patience = TimeSpan.FromMilliseconds(50) });
        (answer.Error, answer.WasEnded).Should().Be(("timed out", false));
    }

    [Test]
    public async Task A_mutant_that_pretends_connects_to_nothing()
    {
        await using var client = new ScriptedClient(new() { Pretends = ClientAnswer.Of(200, [], []) });
        var answer = await client.FetchAsync(new("https://origin.test/", "http://127.0.0.1:1"), CancellationToken.None);
        answer.Succeeded.Should().BeTrue();
    }

    [Test]
    public void A_hello_has_the_server_name_that_it_is_given()
    {
        var hello = AddressHello.Of("127.1.2.3");
        hello.Should().StartWith([0x16, 3, 1]);
        (hello[3] << 8 | hello[4]).Should().Be(hello.Length - 5);
        Encoding.Latin1.GetString(hello).Should().Contain("127.1.2.3");
    }

    // The client's answer to one that a proxy gives, or to silence.
    private static async Task<ClientAnswer> AnswerAsync(string? response, ClientTask task)
    {
        using var over = new CancellationTokenSource();
        await using var proxies = new ScriptedProxyFactory(s_place, new Transcript(), new(), over.Token);
        var proxy = proxies.Listen(new("answers", "answers once", async connection =>
        {
            await connection.RequestAsync();
            if (response is null)
                await connection.UntilClosedAsync();
            else
                await connection.SendAsync(response);
        }));
        await using var client = new ScriptedClient(new());
        var answer = await client.FetchAsync(task with { Proxy = proxy.Uri }, CancellationToken.None);
        await over.CancelAsync();
        return answer;
    }
}
