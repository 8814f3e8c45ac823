using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

internal sealed class TracePageTests
{
    [Test]
    public void Each_exchange_is_drawn_and_explained()
    {
        var page = new TracePage();
        Play(page, 1, Exchange.Tunnel());
        Play(page, 2,
            new Exchange().ClientOpens().FromClient("GET http://x/<script>alert(1)</script> HTTP/1.1\r\nHost: x\r\n\r\n"));

        var html = page.Html();

        html.Split("<div class=\"ck-seq\"").Should().HaveCount(3);
        html.Should().Contain("2 client connections.").And.Contain("<h2>#1 CONNECT x.test:443 HTTP/1.1</h2>")
            .And.Contain("The client requests a tunnel to x.test:443").And.Contain("[RFC 9110 §9.3.6, RFC 9112 §3.2.3]")
            .And.Contain("&lt;script&gt;").And.NotContain("<script").And.NotContain("src=").And.NotContain("href=");
    }

    [Test]
    public void Only_the_last_exchanges_are_kept_and_of_each_only_so_much()
    {
        var page = new TracePage();
        for (var number = 1; number <= TracePage.Most + 5; number++)
        {
            var exchange = new Exchange().ClientOpens();
            for (var i = 0; number == TracePage.Most + 5 && i < 1000; i++)
                exchange.FromClient("x");
            Play(page, number, exchange);
        }

        var html = page.Html();

        html.Split("<section>").Should().HaveCount(TracePage.Most + 1);
        html.Should().Contain($"{TracePage.Most + 5} client connections, of which these are the last {TracePage.Most}")
            .And.NotContain("<h2>#5 ").And.Contain("<h2>#6 ").And.Contain("601 more events at the end.");
    }

    private static void Play(TracePage page, long number, Exchange exchange)
    {
        var add = page.Of(number);
        foreach (var happened in exchange.Annotated)
            add(happened.Event);
    }
}
