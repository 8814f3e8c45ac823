using ConformanceKit.Wire.Http2;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire.Http2;

/// <summary>HPACK, with the examples of RFC 7541 Appendix C.</summary>
[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class HpackTests
{
    private const string First = ":method: GET|:scheme: http|:path: /|:authority: www.example.com";
    private const string Second = First + "|cache-control: no-cache";
    private const string Third =
        ":method: GET|:scheme: https|:path: /index.html|:authority: www.example.com|custom-key: custom-value";

    private const string Found = ":status: 302|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT"
        + "|location: https://www.example.com";
    private const string Temporary = ":status: 307|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT"
        + "|location: https://www.example.com";
    private const string Ok = ":status: 200|cache-control: private|date: Mon, 21 Oct 2013 20:13:22 GMT"
        + "|location: https://www.example.com|content-encoding: gzip"
        + "|set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";

    [TestCase("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572", "custom-key: custom-header", 55,
        TestName = "C.2.1")]
    [TestCase("040c 2f73 616d 706c 652f 7061 7468", ":path: /sample/path", 0, TestName = "C.2.2")]
    [TestCase("1008 7061 7373 776f 7264 0673 6563 7265 74", "password: secret", 0, TestName = "C.2.3")]
    [TestCase("82", ":method: GET", 0, TestName = "C.2.4")]
    public void One_field(string block, string fields, int size) => Decode(new(), block, fields, size);

    [Test]
    public void Requests_without_Huffman_C_3()
    {
        var decoder = new HpackDecoder();
        Decode(decoder, "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", First, 57);
        Decode(decoder, "8286 84be 5808 6e6f 2d63 6163 6865", Second, 110);
        Decode(decoder, "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65", Third, 164);
    }

    [Test]
    public void Requests_with_Huffman_C_4()
    {
        var decoder = new HpackDecoder();
        Decode(decoder, "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff", First, 57);
        Decode(decoder, "8286 84be 5886 a8eb 1064 9cbf", Second, 110);
        Decode(decoder, "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf", Third, 164);
    }

    [Test]
    public void Responses_without_Huffman_C_5()
    {
        var decoder = new HpackDecoder(256);
        Decode(decoder, "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120"
            + "474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", Found, 222);
        Decode(decoder, "4803 3330 37c1 c0bf", Temporary, 222);
        Decode(decoder, "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738"
            + "666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b"
            + "2076 6572 7369 6f6e 3d31", Ok, 215);
    }

    [Test]
    public void Responses_with_Huffman_C_6()
    {
        var decoder = new HpackDecoder(256);
        Decode(decoder, "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718"
            + "63c7 8f0b 97c8 e9ae 82ae 43d3", Found, 222);
        Decode(decoder, "4883 640e ffc1 c0bf", Temporary, 222);
        Decode(decoder, "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7"
            + "b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07", Ok, 215);
    }

    [Test]
    public void The_pieces_of_a_field_section_are_those_of_the_appendix()
    {
        Hex(Hpack.Literal("custom-key", "custom-header", HpackLiteral.WithIndexing))
            .Should().Be("400a637573746f6d2d6b65790d637573746f6d2d686561646572");
        Hex(Hpack.Literal(4, "/sample/path")).Should().Be("040c2f73616d706c652f70617468");
        Hex(Hpack.Literal("password", "secret", HpackLiteral.NeverIndexed)).Should().Be("100870617373776f726406736563726574");
        Hex([.. Hpack.Indexed(2), .. Hpack.Indexed(Hpack.Newest)]).Should().Be("82be");
        Hex(Hpack.Literal(1, "www.example.com", HpackLiteral.WithIndexing, huffman: true))
            .Should().Be("418cf1e3c2e5f23a6ba0ab90f4ff");
        Hex(Hpack.SizeUpdate(10)).Should().Be("2a", "C.1.1");
        Hex(Hpack.SizeUpdate(1337)).Should().Be("3f9a0a", "C.1.2");
    }

    [Test]
    public void The_Huffman_code_is_that_of_the_appendix()
    {
        HpackHuffman.CodeOf('0').Should().Be((0x0, 5));
        HpackHuffman.CodeOf('z').Should().Be((0x7b, 7));
        HpackHuffman.CodeOf('\\').Should().Be((0x7fff0, 19));
        HpackHuffman.CodeOf(10).Should().Be((0x3ffffffc, 30));
        HpackHuffman.CodeOf(127).Should().Be((0xffffffc, 28));
        HpackHuffman.CodeOf(199).Should().Be((0x1ffffec, 25));
        HpackHuffman.CodeOf(234).Should().Be((0x1ffffee, 25));
        HpackHuffman.CodeOf(255).Should().Be((0x3ffffee, 26));
        HpackHuffman.CodeOf(256).Should().Be((0x3fffffff, 30));
        byte[] all = [.. Enumerable.Range(0, 256).Select(symbol => (byte)symbol)];
        HpackHuffman.Decode(HpackHuffman.Encode(all)).Should().Equal(all);
    }

    [Test]
    public void The_static_table_is_that_of_the_appendix()
    {
        HpackStaticTable.Entries.Should().HaveCount(61);
        HpackStaticTable.Entries[16 - 1].ToString().Should().Be("accept-encoding: gzip, deflate");
        HpackStaticTable.Entries[49 - 1].Name.Should().Be("proxy-authorization");
    }

    [TestCase("80", "the index 0 is in no table")]
    [TestCase("be", "the index 62 is in no table")]
    [TestCase("ff80808080808001", "a number is too large")]
    [TestCase("ff80", "a number is cut short")]
    [TestCase("0005 61", "a string of 5 bytes has only 1")]
    [TestCase("00", "a string is missing")]
    [TestCase("0081 00 01 61", "a Huffman-coded string is padded with something else than the end of the string")]
    [TestCase("0084 ffff ffff 01 61", "a Huffman-coded string contains the end of the string")]
    [TestCase("82 20", "the size of the table changes within a field section")]
    [TestCase("3fe2 1f", "the table is to have 4097 bytes, and may have no more than 4096")]
    public void What_cannot_be_decoded_says_why(string block, string why) =>
        FluentActions.Invoking(() => new HpackDecoder().Decode(Bytes(block))).Should().Throw<InvalidDataException>()
            .WithMessage(why);

    [Test]
    public void A_table_of_size_0_holds_nothing()
    {
        var decoder = new HpackDecoder();
        decoder.Decode(Hpack.Literal("a", "b", HpackLiteral.WithIndexing));
        decoder.Decode([.. Hpack.SizeUpdate(0), .. Hpack.Literal("c", "d", HpackLiteral.WithIndexing)]);

        decoder.Dynamic.Should().BeEmpty();
    }

    // Whoever looks at each entry for each field does not get to the end.
    [Test]
    public void A_table_may_have_very_many_entries_and_more_that_are_evicted()
    {
        const int most = 200_000;
        var decoder = new HpackDecoder(int.MaxValue);
        var fields = string.Concat(Enumerable.Repeat("400000", 2 * most));

        decoder.Decode([.. Hpack.SizeUpdate(32 * most), .. Bytes(fields), .. Hpack.Indexed(Hpack.Newest + most - 1)])
            .Should().HaveCount((2 * most) + 1);

        decoder.Size.Should().Be(32 * most);
        decoder.Dynamic.Should().HaveCount(most);
    }

    private static void Decode(HpackDecoder decoder, string block, string fields, int size)
    {
        string.Join('|', decoder.Decode(Bytes(block))).Should().Be(fields);
        decoder.Size.Should().Be(size);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
