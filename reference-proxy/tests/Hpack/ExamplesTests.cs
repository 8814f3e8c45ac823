using System.Buffers;
using ConformanceKit.ReferenceProxy.Hpack;

namespace ConformanceKit.ReferenceProxy.Tests.Hpack;

/// <summary>The examples of RFC 7541 appendix C: each sequence of blocks with the fields and the size of the table after it.</summary>
internal sealed class ExamplesTests
{
    private const string Request1 = ":method: GET|:scheme: http|:path: /|:authority: www.example.com";
    private const string Request2 = $"{Request1}|cache-control: no-cache";
    private const string Request3 =
        ":method: GET|:scheme: https|:path: /index.html|:authority: www.example.com|custom-key: custom-value";

    private const string Response1 =
        ":status: 302|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT|location: https://www.example.com";

    private const string Response2 =
        ":status: 307|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT|location: https://www.example.com";

    private const string Response3 =
        ":status: 200|cache-control: private|date: Mon, 21 Oct 2013 20:13:22 GMT|location: https://www.example.com"
        + "|content-encoding: gzip|set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";

    // C.2.1 to C.2.4: one field each.
    [TestCase("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572", "custom-key: custom-header", 55)]
    [TestCase("040c 2f73 616d 706c 652f 7061 7468", ":path: /sample/path", 0)]
    [TestCase("1008 7061 7373 776f 7264 0673 6563 7265 74", "password: secret", 0)]
    [TestCase("82", ":method: GET", 0)]
    public void One_field(string block, string fields, int size) => Check(4096, [(block, fields, size)]);

    // C.3 and C.4.
    [Test]
    public void Requests() => Check(4096,
    [
        ("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", Request1, 57),
        ("8286 84be 5808 6e6f 2d63 6163 6865", Request2, 110),
        ("8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65", Request3, 164),
    ]);

    [Test]
    public void Requests_in_Huffman_code() => Check(4096,
    [
        ("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff", Request1, 57),
        ("8286 84be 5886 a8eb 1064 9cbf", Request2, 110),
        ("8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf", Request3, 164),
    ]);

    // C.5 and C.6: the table is limited to 256 bytes, and fields are evicted.
    [Test]
    public void Responses() => Check(256,
    [
        ("4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e"
            + "1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", Response1, 222),
        ("4803 3330 37c1 c0bf", Response2, 222),
        ("88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d"
            + "4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572"
            + "7369 6f6e 3d31", Response3, 215),
    ]);

    [Test]
    public void Responses_in_Huffman_code() => Check(256,
    [
        ("4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b"
            + "97c8 e9ae 82ae 43d3", Response1, 222),
        ("4883 640e ffc1 c0bf", Response2, 222),
        ("88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf"
            + "cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07", Response3, 215),
    ]);

    // C.1.1 to C.1.3.
    [TestCase("0a", 5, 10)]
    [TestCase("1f9a0a", 5, 1337)]
    [TestCase("2a", 8, 42)]
    public void Integers(string bytes, int bits, int value)
    {
        var reader = new HpackReader(Hex.Of(bytes));
        reader.Integer(bits).Should().Be(value);
        reader.IsAtEnd.Should().BeTrue();
    }

    [Test]
    public void What_the_encoder_writes_is_read_as_it_was_meant()
    {
        var block = new ArrayBufferWriter<byte>();
        FieldBlockEncoder.Response(block, 407, [new("Proxy-Authenticate", "Basic"), new("X-Own", new string('v', 300))]);
        FieldBlockEncoder.Field(block, new(":method", "GET"));

        var decoder = new FieldBlockDecoder(4096);
        Text(decoder.Decode(block.WrittenSpan)!)
            .Should().Be($":status: 407|proxy-authenticate: Basic|x-own: {new string('v', 300)}|:method: GET");
        decoder.TableSize.Should().Be(0);
    }

    private static void Check(int table, (string Block, string Fields, int TableSize)[] blocks)
    {
        var decoder = new FieldBlockDecoder(4096, table);
        foreach (var (block, fields, size) in blocks)
        {
            Text(decoder.Decode(Hex.Of(block))!).Should().Be(fields);
            decoder.TableSize.Should().Be(size);
        }
    }

    private static string Text(FieldSection fields) =>
        string.Join('|', fields.Lines.Select(line => $"{line.Name}: {line.Value}"));
}
