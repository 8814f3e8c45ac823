using System.Text;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.Wire;
using FieldLine = ConformanceKit.ReferenceProxy.Http.FieldLine;

namespace ConformanceKit.Fuzz.Tests.Properties;

/// <summary>Heads of HTTP/1 are read as they were written, wherever they are cut.</summary>
internal sealed class HeadTests
{
    private static readonly Gen<string> s_method = Gen.OneOf(Gen.OneOf("GET", "HEAD", "POST"), Inputs.Token);

    private static readonly Gen<(string Method, FieldLine[] Lines, int[] Cuts)> s_requests =
        Gen.Select(s_method.Where(method => method != "CONNECT"), Inputs.Lines, Inputs.Cuts);

    private static readonly Gen<(int Status, string Reason, FieldLine[] Lines, int[] Cuts)> s_responses =
        Gen.Select(Gen.Int[100, 599], Inputs.Value, Inputs.Lines, Inputs.Cuts);

    [Test]
    public void A_request_is_what_was_written() => s_requests.Holds(request =>
    {
        FieldLine[] lines = [new("Host", "a.test"), .. request.Lines];
        var bytes = new HeadWriter(request.Method, " ", "http://a.test/x?y", " HTTP/1.1").Fields(lines).End().ToArray();
        var head = new RequestHeadParser(bytes.Length, bytes.Length);

        Feed(bytes, request.Cuts, head.Take);

        head.IsComplete.Should().BeTrue($"it is not {head.Rejected}");
        head.Line.Should().Be(new RequestLine(request.Method, "http://a.test/x?y", HttpVersion.Http11));
        head.Fields.Lines.Should().Equal(lines);
        Request.Check(head.Line!, head.Fields).Rejected.Should().BeNull();
    });

    [Test]
    public void A_response_is_what_was_written() => s_responses.Holds(response =>
    {
        var written = new ResponseHead(response.Status, response.Reason, response.Lines);
        var bytes = ResponseText.Compose(written).ToArray();
        var head = new ResponseHeadParser(bytes.Length);

        Feed(bytes, response.Cuts, head.Take);

        head.IsComplete.Should().BeTrue($"it is not {head.Rejected}");
        head.Line.Should().Be(new StatusLine(HttpVersion.Http11, response.Status, response.Reason));
        head.Fields.Lines.Should().Equal(response.Lines);
    });

    [Test]
    public void A_folded_value_is_joined_with_single_spaces() =>
        Gen.Select(Inputs.Token, Inputs.Token.Array[1, 6], Gen.OneOf(" ", "\t", " \t "), Inputs.Cuts).Holds(folded =>
        {
            var (name, words, whitespace, cuts) = folded;
            var text = $"HTTP/1.1 200 OK\r\n{name}:{string.Concat(words.Select(word => $"{whitespace}{word}\r\n"))}\r\n";
            var head = new ResponseHeadParser(text.Length);

            Feed(Encoding.ASCII.GetBytes(text), cuts, head.Take);

            head.Fields.Lines.Should().Equal(new FieldLine(name, string.Join(' ', words)));
            WireResponse.Parse(Encoding.ASCII.GetBytes(text)).Field(name).Should().Be(string.Join(' ', words));
        });

    [Test]
    public void The_kit_reads_what_the_reference_writes() => s_responses.Where(response => response.Status is not 101 and >= 200)
        .Holds(response =>
        {
            var written = new ResponseHead(
                response.Status, response.Reason, response.Lines, new(BodyDelimiter.Chunked));
            var bytes = ResponseText.Compose(written).ToArray();

            var seen = new PiecesTransport(bytes.CutAt(response.Cuts)).Connect().ReadHeadAsync().GetAwaiter().GetResult();

            (seen.StatusCode, seen.ReasonPhrase).Should().Be((response.Status, response.Reason));
            seen.Fields.Select(line => new FieldLine(line.Name, line.Value))
                .Should().Equal([.. response.Lines, new("Transfer-Encoding", "chunked")]);
        });

    private static void Feed(byte[] bytes, int[] cuts, TakeBytes take)
    {
        var (taken, offered) = (0, 0);
        foreach (var piece in bytes.CutAt(cuts))
        {
            offered += piece.Length;
            taken += take(bytes.AsSpan(taken..offered));
        }

        taken.Should().Be(bytes.Length);
    }
}
