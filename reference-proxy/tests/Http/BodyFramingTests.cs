namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class BodyFramingTests
{
    [TestCase("Content-Length: 5", 5)]
    [TestCase("Content-Length: 0", 0)]
    [TestCase("Content-Length: 5, 5", 5)]
    [TestCase("Content-Length: 5|Content-Length: 5", 5)]
    [TestCase("Content-Length: 9223372036854775807", long.MaxValue)]
    public void A_length_is_read(string fields, long length) =>
        OfRequest(fields).Value.Should().Be(new BodyFraming(BodyDelimiter.Length, length));

    [TestCase("Transfer-Encoding: chunked")]
    [TestCase("Transfer-Encoding: CHUNKED")]
    [TestCase("Transfer-Encoding: , chunked,")]
    public void Chunked_is_read(string fields) => OfRequest(fields).Value.Delimiter.Should().Be(BodyDelimiter.Chunked);

    [Test]
    public void Neither_field_is_no_body() => OfRequest("X: y").Value.Delimiter.Should().Be(BodyDelimiter.NoBody);

    [TestCase("Content-Length: +5", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: -1", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: 5a", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: 0x5", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: 5 5", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length:", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: 5,", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: 5\u00a0", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: \u00a05", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: 5\u0085", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: \u00855", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: 5\u00a0, 5", RejectionReason.InvalidContentLength)]
    [TestCase("Transfer-Encoding: chunked\u0085", RejectionReason.ChunkedIsNotFinal)]
    [TestCase("Transfer-Encoding: \u0085chunked", RejectionReason.ChunkedIsNotFinal)]
    [TestCase("Transfer-Encoding: chunked\u00a0", RejectionReason.ChunkedIsNotFinal)]
    [TestCase("Transfer-Encoding: \u00a0chunked", RejectionReason.ChunkedIsNotFinal)]
    [TestCase("Transfer-Encoding: chunked,\u00a0", RejectionReason.ChunkedIsNotFinal)]
    [TestCase("Content-Length: 18446744073709551621", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: 9223372036854775808", RejectionReason.InvalidContentLength)]
    [TestCase("Content-Length: 5|Content-Length: 6", RejectionReason.DifferingContentLengths)]
    [TestCase("Content-Length: 5, 6", RejectionReason.DifferingContentLengths)]
    [TestCase("Content-Length: 5, 05", RejectionReason.DifferingContentLengths)]
    [TestCase("Transfer-Encoding: chunked|Content-Length: 5", RejectionReason.TransferEncodingAndContentLength)]
    [TestCase("Transfer-Encoding: chunked,|Content-Length: 5", RejectionReason.TransferEncodingAndContentLength)]
    [TestCase("Transfer-Encoding: chunked, gzip", RejectionReason.ChunkedIsNotFinal)]
    [TestCase("Transfer-Encoding: chunked|Transfer-Encoding: gzip", RejectionReason.ChunkedIsNotFinal)]
    [TestCase("Transfer-Encoding: chunked, chunked", RejectionReason.ChunkedIsNotFinal)]
    [TestCase("Transfer-Encoding:", RejectionReason.ChunkedIsNotFinal)]
    [TestCase("Transfer-Encoding: gzip", RejectionReason.ChunkedIsNotFinal)]
    [TestCase("Transfer-Encoding: xchunked", RejectionReason.UnknownTransferCoding)]
    [TestCase("Transfer-Encoding: gzip, chunked", RejectionReason.UnknownTransferCoding)]
    [TestCase("Transfer-Encoding: identity", RejectionReason.UnknownTransferCoding)]
    [TestCase("Transfer-Encoding: x;p=1 ; q, chunked", RejectionReason.UnknownTransferCoding)]
    [TestCase("Transfer-Encoding: ;chunked", RejectionReason.ChunkedIsNotFinal)]
    [TestCase("Transfer-Encoding: x;p=\", chunked", RejectionReason.UnknownTransferCoding)]
    [TestCase("Transfer-Encoding: \"chunked\"", RejectionReason.ChunkedIsNotFinal)]
    public void Doubtful_framing_of_a_request_is_rejected(string fields, object reason) =>
        OfRequest(fields).Rejected.Should().Be((RejectionReason)reason);

    [Test]
    public void HTTP_1_0_has_no_transfer_coding() =>
        BodyFraming.OfRequest(HttpVersion.Http10, Bytes.Fields("Transfer-Encoding: chunked")).Rejected
            .Should().Be(RejectionReason.TransferEncodingInHttp10);

    [TestCase("GET", 200, "Content-Length: 5", "Length")]
    [TestCase("GET", 200, "Transfer-Encoding: chunked", "Chunked")]
    [TestCase("GET", 200, "Transfer-Encoding: chunked|Content-Length: 5", "Chunked")]
    [TestCase("GET", 200, "X: y", "Close")]
    [TestCase("HEAD", 200, "Content-Length: 5", "NoBody")]
    [TestCase("HEAD", 200, "Transfer-Encoding: chunked", "NoBody")]
    [TestCase("GET", 204, "Content-Length: 5", "NoBody")]
    [TestCase("GET", 304, "Content-Length: 5", "NoBody")]
    [TestCase("GET", 103, "X: y", "NoBody")]
    public void The_body_of_a_response(string method, int status, string fields, string delimiter) =>
        OfResponse(method, status, fields).Value.Delimiter.ToString().Should().Be(delimiter);

    [TestCase("Content-Length: 5|Content-Length: 6", RejectionReason.InvalidResponse)]
    [TestCase("Content-Length: x", RejectionReason.InvalidResponse)]
    [TestCase("Content-Length: 5\u00a0", RejectionReason.InvalidResponse)]
    [TestCase("Content-Length: \u00855", RejectionReason.InvalidResponse)]
    [TestCase("Transfer-Encoding: chunked\u00a0", RejectionReason.UnsupportedResponseCoding)]
    [TestCase("Transfer-Encoding: identity", RejectionReason.UnsupportedResponseCoding)]
    [TestCase("Transfer-Encoding: xchunked", RejectionReason.UnsupportedResponseCoding)]
    [TestCase("Transfer-Encoding:", RejectionReason.UnsupportedResponseCoding)]
    [TestCase("Transfer-Encoding: chunked, identity", RejectionReason.UnsupportedResponseCoding)]
    [TestCase("Transfer-Encoding: gzip, chunked", RejectionReason.UnsupportedResponseCoding)]
    [TestCase("Transfer-Encoding: gzip", RejectionReason.UnsupportedResponseCoding)]
    public void Doubtful_framing_of_a_response_is_rejected(string fields, object reason) =>
        OfResponse("GET", 200, fields).Rejected.Should().Be((RejectionReason)reason);

    private static Parsed<BodyFraming> OfRequest(string fields) =>
        BodyFraming.OfRequest(HttpVersion.Http11, Bytes.Fields(fields.Split('|')));

    private static Parsed<BodyFraming> OfResponse(string method, int status, string fields) =>
        BodyFraming.OfResponse(method, new StatusLine(HttpVersion.Http11, status, ""), Bytes.Fields(fields.Split('|')));
}
