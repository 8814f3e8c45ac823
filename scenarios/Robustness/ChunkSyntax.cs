using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Lines of a chunked body that lenient recipients read in different ways (RFC 9112 §7.1).</summary>
public sealed class ChunkSyntax(string proxy) : Scenario(proxy)
{
    // Read as leniently as possible, each begins a chunk of five bytes.
    [Requirement("robustness/chunk-syntax", DependsOn = "absolute-form/chunked-request/one-octet-chunks",
        Title = "A malformed chunk line is rejected and never forwarded")]
    [Input("junk-behind", "5junk\r\n")]
    [Input("hex-prefix", "0x5\r\n")]
    [Input("plus", "+5\r\n")]
    [Input("tab-before", "\t5\r\n")]
    [Input("space-before", " 5\r\n")]
    [Input("underscore", "0_5\r\n")]
    [Input("lf-behind-size", "5\n")]
    [Input("lf-in-extension", "5;a\n")]
    [Input("cr-in-extension", "5;a\rb\r\n")]
    [Input("open-quote", "5;a=\"\r\n")]
    public async Task A_chunk_line_that_is_none_is_rejected_and_never_forwarded(string line)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        var request = Requests.Absolute("POST", origin.Http("/x"), "Transfer-Encoding: chunked") + line + "hello\r\n0\r\n\r\n";

        try
        {
            await AssertBodyRefusedAsync(client, request, "such a line does not begin a chunk", origin);
        }
        catch (RequirementBrokenException accepted) when (accepted.ReasonId is ReasonIds.Accepted or ReasonIds.BodyComplete)
        {
            // The chunk was understood and framed anew, so nobody after the proxy is misled.
            Warn(accepted.ReasonId,
                $"the line is taken for a chunk of 5 bytes, which is forwarded in the proxy's own framing: {accepted.Message}",
                accepted.Marks);
        }

        // This holds whether the request was refused or not, and however the origin read it.
        Arrived().Should().NotContain("\r\n\r\n" + line, "the framing of what a proxy sends is its own");
    }

    [Requirement("robustness/chunk-extensions", DependsOn = "absolute-form/chunked-request/one-octet-chunks",
        Title = "1 MiB of chunk extensions is rejected")]
    [Input("one", 1, 1024 * 1024)]
    [Input("many", 1024, 1024)]
    public async Task Chunk_extensions_of_1_MiB_are_too_much(int count, int length)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        var chunks = string.Concat(Enumerable.Repeat($"1;{new string('a', length)}\r\nx\r\n", count));

        await AssertBodyRefusedAsync(
            client,
            Requests.Absolute("POST", origin.Http("/x"), "Transfer-Encoding: chunked") + $"{chunks}0\r\n\r\n",
            $"it has 1 MiB of extensions for {(count == 1 ? "1 byte" : $"{count} bytes")} of content",
            origin);
    }

    [Requirement("robustness/chunk-trailers", DependsOn = "absolute-form/chunked-request/one-octet-chunks",
        Title = "1 MiB of trailers is answered, or the connection ends")]
    [Input("many", 16 * 1024, 64)]
    [Input("one", 1, 1024 * 1024)]
    public async Task Trailers_of_1_MiB_have_an_end(int count, int length)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        var trailers = string.Concat(Enumerable.Range(0, count).Select(n => $"X-{n}: ".PadRight(length - 2, 'a') + "\r\n"));

        var closed = client.IsClosedAsync();
        await client.TrySendAsync(
            Requests.Absolute("POST", origin.Http("/x"), "Transfer-Encoding: chunked") + $"5\r\nhello\r\n0\r\n{trailers}\r\n");

        // Any reply passes, and so does the end of the connection.
        if (!await closed)
            await client.ReadHeadAsync();
    }

    // What the origin has received so far.
    private byte[] Arrived() => Encoding.Latin1.GetBytes(string.Concat(Transcript.Events
        .Where(each => each.Kind == WireEvent.Received && each.Connection.StartsWith("origin", StringComparison.Ordinal))
        .Select(each => Encoding.Latin1.GetString(each.Bytes.Span)))).From("origin 1", 0);
}
