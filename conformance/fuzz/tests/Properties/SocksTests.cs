using ConformanceKit.Fuzz.Reference;
using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Socks;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Tests.Properties;

/// <summary>The reference reads the SOCKS5 requests that the kit writes, in pieces of any size.</summary>
internal sealed class SocksTests
{
    private static readonly Gen<string> s_host = Gen.OneOf(
        Gen.Byte.Array[4].Select(Address), Gen.Byte.Array[16].Select(Address),
        Gen.String[Gen.OneOf("abcxyz019-.".ToCharArray()), 1, 250].Select(name => $"h{name}"));

    [Test]
    public void A_request_is_read_as_it_was_written() =>
        Gen.Select(s_host, Gen.Int[1, 65535], Gen.Int[1, 40]).Holds(request =>
        {
            var (host, port, size) = request;
            using var reader = new ByteReader(new MemorySource([.. Socks5.Request(Socks5.Connect, host, port), 7], size));

            var (read, _) = SocksRequest.ReadAsync(reader, default).AsTask().GetAwaiter().GetResult();

            read!.Command.Should().Be(SocksCommand.Connect);
            (read.Target.Value.Host, read.Target.Value.Port).Should().Be((host, port));
            reader.FillToAsync(1, default).AsTask().GetAwaiter().GetResult().Should().BeTrue();
            reader.Buffered.ToArray().Should().StartWith((byte)7);
        });

    private static string Address(byte[] bytes) => new System.Net.IPAddress(bytes).ToString();
}
