using System.Text;
using ConformanceKit.Mutants;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Mutants;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class MessageFilterTests
{
    private const string Post = "POST http://o/ HTTP/1.1\r\nHost: o\r\nContent-Length: 4\r\n\r\nGET ";
    private const string Chunked =
        "PUT http://o/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=\"\"\r\nhe\r\nl\r\n0\r\nT: 1\r\n\r\n";
    private const string Get = "\r\nGET http://o/ HTTP/1.1\r\n\r\n";

    [Test]
    public async Task Each_head_on_a_kept_connection_is_seen_wherever_the_bytes_are_split()
    {
        const string all = Post + Chunked + Get + "CONNECT o:1 HTTP/1.1\r\n\r\nGET x HTTP/1.1\r\n\r\n";
        for (var split = 0; split <= all.Length; split++)
        {
            var (heads, passed) = await PassAsync(all[..split], all[split..]);
            heads.Should().Equal(["POST", "PUT", "GET", "CONNECT"], "split at {0}", split);
            passed.Should().Be(all, "split at {0}", split);
        }
    }

    [TestCase("\u0016\u0003\u0001")]
    [TestCase(" x")]
    public async Task What_does_not_begin_like_a_head_passes_at_once(string bytes)
    {
        var (heads, passed) = await PassAsync(bytes);
        heads.Should().BeEmpty();
        passed.Should().Be(bytes);
    }

    [Test]
    public async Task A_head_that_never_ends_is_held_until_it_is_released()
    {
        var sink = new RecordingSink();
        var filter = new MessageFilter(sink, sink, sink, _ => throw new AssertionException("there is no head"));

        await filter.SendAsync("GET http://o/ HTTP/1.1\r\nHo"u8.ToArray());
        filter.IsHolding.Should().BeTrue();
        sink.Text.Should().BeEmpty();

        await filter.ReleaseAsync();
        filter.IsHolding.Should().BeFalse();
        await filter.SendAsync("st: o\r\n\r\n"u8.ToArray());
        await filter.FinishAsync();
        sink.Text.Should().Be("GET http://o/ HTTP/1.1\r\nHost: o\r\n\r\n|FIN");
    }

    [Test]
    public async Task A_dropped_head_takes_its_body_with_it()
    {
        var sink = new RecordingSink();
        var legs = new LegFilters(new Flaw().Request(head => head.Text = head.Method == "POST" ? "" : head.Text), new(sink));
        await legs.FromClient(sink).SendAsync(Encoding.Latin1.GetBytes(Post + Get));
        sink.Text.Should().Be(Get);
    }

    [Test]
    public async Task A_response_belongs_to_its_request_and_a_1xx_does_not_end_the_exchange()
    {
        const string responses =
            "HTTP/1.1 103 x\r\n\r\nHTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 x\r\nContent-Length: 1\r\n\r\n!"
            + "HTTP/1.1 200 x\r\n\r\nHTTP/1.1 tunnel";
        var seen = new List<string>();
        var sink = new RecordingSink();
        var flaw = new Flaw().Response((head, exchange) => seen.Add($"{exchange.Request.Method} {head.Status}"));
        var legs = new LegFilters(flaw, new(sink));

        await legs.FromClient(new RecordingSink()).SendAsync(
            "HEAD http://o/ HTTP/1.1\r\n\r\nGET http://o/ HTTP/1.1\r\n\r\nCONNECT o:1 HTTP/1.1\r\n\r\n"u8.ToArray());
        await legs.ToClient(sink).SendAsync(Encoding.Latin1.GetBytes(responses));

        seen.Should().Equal("HEAD 103", "HEAD 200", "GET 200", "CONNECT 200");
        sink.Text.Should().Be(responses);
    }

    private static async Task<(List<string> Heads, string Passed)> PassAsync(params string[] pieces)
    {
        var heads = new List<string>();
        var sink = new RecordingSink();
        var legs = new LegFilters(new Flaw().Request(head => heads.Add(head.Method)), new(sink));
        var first = legs.FromClient(sink);
        foreach (var piece in pieces)
            await first.SendAsync(Encoding.Latin1.GetBytes(piece));
        return (heads, sink.Text);
    }
}
