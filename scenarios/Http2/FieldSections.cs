using ConformanceKit.Grading;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>How a field section is encoded and split (RFC 9113 §4.3, §6.10, RFC 7541).</summary>
public sealed class FieldSections(string proxy) : Scenario(proxy)
{
    [Requirement("h2/continuation-split", Title = "A field section may come in several frames")]
    public async Task A_field_section_may_come_in_several_frames()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await H2.DialAsync();
        var stream = client.NewStream();
        var block = Hpack.Block(new(":method", "CONNECT"), new(":authority", origin.Authority));
        await client.SendAsync(
            Frame.Headers(stream.Id, block.AsMemory(0, 3), endHeaders: false),
            Frame.Continuation(stream.Id, block.AsMemory(3, 10), endHeaders: false),
            Frame.Continuation(stream.Id, block.AsMemory(13)));
        (await stream.ResponseAsync()).Should().BeSuccessful();
    }

    [Requirement("h2/hpack", Title = "A field section may be encoded in every way that HPACK has")]
    [Input("huffman", "huffman")]
    [Input("dynamic-table", "dynamic-table")]
    [Input("size-update", "size-update")]
    [Input("never-indexed", "never-indexed")]
    public async Task A_field_section_may_be_encoded_in_every_way_that_HPACK_has(string input)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await H2.DialAsync();
        var method = Hpack.Literal(":method", "CONNECT");
        byte[][] blocks = input switch
        {
            "huffman" => [[.. method, .. Hpack.Literal(1, origin.Authority, huffman: true)]],
            "never-indexed" => [[.. method, .. Hpack.Literal(":authority", origin.Authority, HpackLiteral.NeverIndexed)]],
            "size-update" =>
            [
                [.. method, .. Hpack.Literal(1, origin.Authority, HpackLiteral.WithIndexing)],
                [.. Hpack.SizeUpdate(0), .. method, .. Hpack.Literal(1, origin.Authority)],
            ],
            _ =>
            [
                [
                    .. Hpack.Literal(2, "CONNECT", HpackLiteral.WithIndexing),
                    .. Hpack.Literal(1, origin.Authority, HpackLiteral.WithIndexing),
                ],
                [.. Hpack.Indexed(Hpack.Newest + 1), .. Hpack.Indexed(Hpack.Newest)],
                [.. Hpack.Indexed(Hpack.Newest + 1), .. Hpack.Indexed(Hpack.Newest)],
            ],
        };

        foreach (var block in blocks)
        {
            var stream = client.NewStream();
            await client.SendAsync(Frame.Headers(stream.Id, block));
            (await stream.ResponseAsync()).Should().BeSuccessful();
        }
    }

    [Requirement("h2/hpack-garbage", Title = "A field section that cannot be decoded ends the connection")]
    public async Task A_field_section_that_cannot_be_decoded_ends_the_connection()
    {
        await using var client = await H2.DialAsync();
        await client.SendAsync(Frame.Headers(1, new byte[] { 0x80 }));

        var error = await client.ErrorAsync();
        error.Should().BeAnError();
        if (error.Code is { } code and not ErrorCodes.CompressionError)
        {
            Warn(Model.ReasonIds.ErrorCode, $"the code is {ErrorCodes.NameOf(code)}, not COMPRESSION_ERROR",
                error.GoAway is { } away ? [away.Place] : error.Marks);
        }
    }
}
