using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire;

/// <summary>OWS is only SP and HTAB (RFC 9110 §5.6.3), not 0x85 or 0xA0, which .NET treats as whitespace.</summary>
[CancelAfter(20_000)]
internal sealed partial class OptionalWhitespaceTests
{
    [TestCase("5\u00a0")]
    [TestCase("\u00a05")]
    [TestCase("5\u0085")]
    [TestCase("\u00855")]
    [TestCase("5\u000b")]
    public async Task A_length_with_anything_else_around_it_is_invalid(string length, CancellationToken cancel)
    {
        var response = await ReadAsync($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nhello", cancel);
        response.BodyEnd.Kind.Should().Be(BodyEndKind.Incomplete);
        response.BodyEnd.Reason.Should().StartWith("invalid Content-Length");
    }

    [TestCase("chunked\u00a0")]
    [TestCase("\u0085chunked")]
    public async Task A_coding_with_anything_else_around_it_is_not_chunked(string coding, CancellationToken cancel)
    {
        var response = await ReadAsync($"HTTP/1.1 200 OK\r\nTransfer-Encoding: {coding}\r\n\r\n0\r\n\r\n", cancel);
        response.BodyEnd.Kind.Should().Be(BodyEndKind.Close);
    }

    [TestCase("5\u00a0")]
    [TestCase("\u00855")]
    public async Task A_chunk_size_with_anything_else_around_it_is_none(string size, CancellationToken cancel)
    {
        var response = await ReadAsync($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\nhello\r\n0\r\n\r\n",
            cancel);
        response.BodyEnd.Reason.Should().StartWith("invalid chunk size");
    }

    [Test]
    public void Names_and_members_are_trimmed_of_SP_and_HTAB_alone()
    {
        var response = WireResponse.Parse(
            Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\nA \t: \t1 \t,\t2,,\u00a03,4\u0085\r\nA\u00a0: 5\r\n\r\n"));
        response.Members("A").Should().Equal("1", "2", "\u00a03", "4\u0085");
    }

    [Test]
    public void No_pattern_for_messages_speaks_of_white_space_digits_or_words_as_NET_does()
    {
        var root = Path.GetFullPath(Path.Combine(ThisFile(), "../../../.."));
        string[] folders = ["conformance/Wire", "conformance/Grading", "conformance/Mutants", "conformance/Origins", "scenarios",
            "reference-proxy"];
        var files = folders.SelectMany(
            folder => Directory.GetFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
                .Where(file => !Outside().IsMatch(Path.GetRelativePath(root, file))).ToList();

        files.Should().HaveCountGreaterThan(100);
        files.SelectMany(
            file => File.ReadLines(file).Where(line => Wide().IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line}"))
                .Should().BeEmpty(@"whitespace is [ \t], a digit is [0-9], and each pattern must spell out what a word is");
    }

    private static async Task<WireResponse> ReadAsync(string reply, CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await pair.Peer.SendAsync(reply, cancel);
        pair.Peer.ShutdownSend();
        return await pair.Client.ReadResponseAsync("GET", cancel: cancel);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("(^|/)(tests|benchmarks|obj|bin)/")]
    private static partial Regex Outside();

    [GeneratedRegex(@"(GeneratedRegex|new Regex|Regex\.[A-Z][a-z]+|Matching)\(.*\\[sSwWdD]")]
    private static partial Regex Wide();
}
