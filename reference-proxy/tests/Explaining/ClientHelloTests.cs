using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

internal sealed class ClientHelloTests
{
    [Test]
    public void It_names_the_server_and_the_protocols()
    {
        var hello = Parse(Hellos.Client("sni.test", "h2", "http/1.1"));

        hello!.ServerName.Should().Be("sni.test");
        hello.Protocols.Should().Equal("h2", "http/1.1");
    }

    [Test]
    public void It_may_name_neither()
    {
        var hello = Parse(Hellos.Client(""));

        hello!.ServerName.Should().BeEmpty();
        hello.Protocols.Should().BeEmpty();
        Parse(Hellos.Message(1, [.. Hellos.BeforeExtensions]))!.Protocols.Should().BeEmpty("an old client sends no extensions");
    }

    [Test]
    public void Other_extensions_are_passed_over_wherever_they_are() =>
        Parse(Hellos.Message(1,
            [.. Hellos.BeforeExtensions, .. Hellos.Vector(2,
                [.. Hellos.Extension(0x0A0A, []), .. Hellos.Sni("x.test"), .. Hellos.Extension(43, [2, 3, 4])])]))!
            .ServerName.Should().Be("x.test");

    [Test]
    public void Cut_anywhere_it_is_not_complete()
    {
        var records = Hellos.Client("sni.test", "h2", "http/1.1");

        for (var length = 0; length < records.Length; length++)
            TlsHandshake.TryFirst(records.AsSpan(0, length), out _, out _).Should().BeFalse($"there are {length} bytes");
    }

    // The length in the header of the message is as it should be, but the message is not.
    [Test]
    public void A_message_cut_anywhere_is_not_valid()
    {
        TlsHandshake.TryFirst(Hellos.Client("sni.test", "h2", "http/1.1"), out _, out var message).Should().BeTrue();

        for (var length = 0; length < message.Length; length++)
        {
            if (length != Hellos.BeforeExtensions.Count)
                ClientHello.Parse(message.AsSpan(0, length)).Should().BeNull($"there are {length} bytes");
        }
    }

    [Test]
    public void A_length_that_is_wrong_by_one_is_noticed_or_harmless()
    {
        TlsHandshake.TryFirst(Hellos.Client("sni.test", "h2", "http/1.1"), out _, out var message).Should().BeTrue();

        for (var place = 0; place < message.Length; place++)
        {
            foreach (var change in new[] { 1, -1, 0x80 })
            {
                var broken = message.ToArray();
                broken[place] = (byte)(broken[place] + change);
                FluentActions.Invoking(() => ClientHello.Parse(broken)).Should().NotThrow();
            }
        }

        ClientHello.Parse([.. message, 0]).Should().BeNull("something follows it");
    }

    [TestCase(1)]
    [TestCase(5)]
    [TestCase(100)]
    public void It_may_be_split_across_records(int size)
    {
        TlsHandshake.TryFirst(Hellos.Client("sni.test", "h2"), out _, out var message).Should().BeTrue();
        byte[] handshake = [1, .. Hellos.Vector(3, message)];

        var records = handshake.Chunk(size).SelectMany(part => Hellos.Record(part)).ToArray();

        Parse(records)!.ServerName.Should().Be("sni.test");
    }

    [Test]
    public void What_is_not_a_handshake_is_not_read()
    {
        TlsHandshake.TryFirst(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"), out _, out _).Should().BeFalse();
        TlsHandshake.TryFirst([0x16, 3, 1, 0, 0, 0x16, 3, 1, 0, 0], out _, out _).Should().BeFalse("a record is empty");
        TlsHandshake.TryFirst([0x16, 3, 1, 0x40, 1, 1, 0, 0, 0], out _, out _).Should().BeFalse("the record is too long");
        TlsHandshake.TryFirst([0x17, 3, 3, 0, 4, 1, 0, 0, 0], out _, out _).Should().BeFalse("it is application data");
    }

    [Test]
    public void A_ServerHello_says_whether_the_certificate_is_encrypted()
    {
        ServerHelloOf(Hellos.Server13).Should().Be(new ServerHello(IsTls13: true, IsRetry: false));
        ServerHelloOf(Hellos.Server12).Should().Be(new ServerHello(IsTls13: false, IsRetry: false));
        ServerHelloOf(Hellos.Retry).Should().Be(new ServerHello(IsTls13: true, IsRetry: true));
        TlsHandshake.TryFirst(Hellos.Server13, out _, out var message).Should().BeTrue();
        for (var length = 0; length < message.Length; length++)
        {
            if (length != Hellos.ServerBeforeExtensions)
                ServerHello.Parse(message.AsSpan(0, length)).Should().BeNull($"there are {length} bytes");
        }
    }

    [Test]
    public void A_proxy_s_reader_is_told_what_is_in_clear()
    {
        var exchange = Exchange.Tunnel().FromClient(Latin1(Hellos.Client("sni.test", "h2", "a\"b\n")));

        exchange.Last.Text.Should().EndWith("TLS ClientHello. In clear, for a proxy to see: "
            + "the server's name (SNI), \"sni.test\"; the protocols it offers (ALPN), \"h2\", \"a\"b\\n\"");
        exchange.Last.Clause.Should().Be("RFC 9110 §9.3.6, RFC 8446 §4.1.2, RFC 6066 §3, RFC 7301 §3.1");
        exchange.Last.Label.Should().EndWith("TLS ClientHello, SNI sni.test, ALPN h2 a\"b\\n");
        exchange.FromOrigin(Latin1([.. Hellos.Server13, 0x17, 3, 3, 0, 1, 0])).Last.Text.Should().EndWith("TLS ServerHello "
            + "(TLS 1.3: all that follows is encrypted, the certificate too), encrypted application data");
        Exchange.Tunnel().FromClient("x").FromOrigin(Latin1(Hellos.Server12)).Last.Text.Should()
            .EndWith("TLS ServerHello (TLS 1.2: a certificate that follows is in clear)");
    }

    [Test]
    public void It_may_arrive_in_any_portions()
    {
        var bytes = Latin1(Hellos.Client("sni.test"));
        for (var cut = 6; cut < bytes.Length; cut++)
        {
            var annotated = Exchange.Tunnel().FromClient(bytes[..cut]).FromClient(bytes[cut..]).Annotated;

            annotated[^2].Text.Should().EndWith("TLS ClientHello");
            annotated[^1].Text.Should().Contain("the rest of the ClientHello. In clear").And.Contain("\"sni.test\"");
        }
    }

    private static ClientHello? Parse(byte[] records)
    {
        TlsHandshake.TryFirst(records, out var type, out var message).Should().BeTrue();
        type.Should().Be(1);
        return ClientHello.Parse(message);
    }

    private static ServerHello? ServerHelloOf(byte[] records)
    {
        TlsHandshake.TryFirst(records, out var type, out var message).Should().BeTrue();
        type.Should().Be(2);
        return ServerHello.Parse(message);
    }

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
