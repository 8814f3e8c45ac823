using ConformanceKit.ReferenceProxy.Hpack;

namespace ConformanceKit.ReferenceProxy.Tests.Hpack;

internal sealed class FieldBlockDecoderTests
{
    [TestCase("80", TestName = "the index 0")]
    [TestCase("be", TestName = "an index after the last field")]
    [TestCase("7f00 0161", TestName = "a name with an index after the last field")]
    [TestCase("ff80 8080 8001", TestName = "an integer of more than four bytes")]
    [TestCase("ffff ffff ff7f", TestName = "an integer that does not fit into 32 bits")]
    [TestCase("ff80", TestName = "an integer that is not complete")]
    [TestCase("00", TestName = "a field without its name")]
    [TestCase("0001 61", TestName = "a field without its value")]
    [TestCase("0005 61", TestName = "a string longer than the block")]
    [TestCase("8220", TestName = "a size update after a field")]
    [TestCase("3fe2 1f", TestName = "a table larger than the limit")]
    [TestCase("0081 0000", TestName = "a padding of zeros")]
    [TestCase("0082 1fff 00", TestName = "a padding of eleven bits")]
    [TestCase("0081 ff00", TestName = "a padding of eight bits")]
    [TestCase("0084 ffff ffff 00", TestName = "EOS in a string")]
    public void It_is_an_error_if_there_is(string block) =>
        new FieldBlockDecoder(4096).Invoking(decoder => decoder.Decode(Hex.Of(block))).Should().Throw<HpackException>();

    [Test]
    public void A_block_that_ends_too_early_is_an_error_or_has_fewer_fields()
    {
        var whole = Hex.Of("8287 8540 0a63 7573 746f 6d2d 6b65 7989 25a8 49e9 5bb8 e8b4 bf");
        for (var length = 0; length <= whole.Length; length++)
        {
            var block = whole[..length];
            var decoder = new FieldBlockDecoder(4096);
            if (length <= 3 || length == whole.Length)
                decoder.Decode(block)!.Lines.Should().HaveCount(Math.Min(length, 4));
            else
                decoder.Invoking(one => one.Decode(block)).Should().Throw<HpackException>($"of {length} bytes");
        }
    }

    [Test]
    public void Every_byte_has_a_code_and_is_decoded_to_itself()
    {
        // The codes that RFC 7541 appendix B gives for some of the rarest bytes, each with its padding.
        Decoded("ffff fe2f").Should().Be("\u0002");
        Decoded("ffff fff3").Should().Be("\n");
        Decoded("ffff fffb").Should().Be("\u0016");
        Decoded("ffff fbbf").Should().Be("\u00ff");
        Decoded("ffff ffef").Should().Be("\u00f9");
        Decoded("fffe 3f").Should().Be("\u00c3");
    }

    [Test]
    public void The_table_can_be_emptied_and_used_again()
    {
        var decoder = new FieldBlockDecoder(4096);
        decoder.Decode(Hex.Of("4001 6101 62"));
        decoder.TableSize.Should().Be(34);
        decoder.Decode(Hex.Of("20 3f e1 1f 82"))!.Lines.Should().ContainSingle();
        decoder.TableSize.Should().Be(0);
        decoder.Invoking(one => one.Decode(Hex.Of("be"))).Should().Throw<HpackException>();
    }

    [Test]
    public void A_field_larger_than_the_table_empties_it()
    {
        var decoder = new FieldBlockDecoder(4096, maxTable: 40);
        decoder.Decode(Hex.Of("4001 6101 62"));
        decoder.Decode(Hex.Of("4001 6109 3132 3334 3536 3738 39"))!.Lines.Should().ContainSingle();
        decoder.TableSize.Should().Be(0);
    }

    [Test]
    public void A_list_larger_than_the_limit_is_not_kept_but_changes_the_table()
    {
        var decoder = new FieldBlockDecoder(100);
        decoder.Decode(Hex.Of("4001 6101 62 8282 8282")).Should().BeNull();
        decoder.Decode(Hex.Of("be"))!.Lines.Should().Equal(new FieldLine("a", "b"));
    }

    [Test]
    public void Random_bytes_are_decoded_or_are_an_error()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var decoder = new FieldBlockDecoder(1000);
            var block = new byte[random.Next(40)];
            random.NextBytes(block);
            try
            {
                decoder.Decode(block);
            }
            catch (HpackException)
            {
                // That is the other outcome.
            }

            decoder.TableSize.Should().BeInRange(0, 4096);
        }
    }

    private static string Decoded(string code)
    {
        var bytes = Hex.Of(code);
        byte[] block = [0x00, 0x01, (byte)'n', (byte)(0x80 | bytes.Length), .. bytes];
        return new FieldBlockDecoder(4096).Decode(block)!.Lines[0].Value;
    }
}
