using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.HopByHop;

/// <summary>Proxies that do not treat trailer fields as part of the message.</summary>
internal static class TrailerMutants
{
    [Mutant("forwards-all-trailers", "forwards every trailer field, even one that Connection nominates")]
    [Kills("hop-by-hop/nominated-trailer", ReasonIds.FieldPresent)]
    public static Flaw ForwardsAllTrailers()
    {
        var ofRequest = new TrailerSection();
        var ofResponse = new TrailerSection();
        return new Flaw()
            .BodyBytes(Leg.FromClient, ofRequest.Read)
            .BodyBytes(Leg.ToOrigin, ofRequest.Write)
            .BodyBytes(Leg.FromOrigin, ofResponse.Read)
            .BodyBytes(Leg.ToClient, ofResponse.Write);
    }

    // The reference drops trailers: what it reads after the last chunk is put back after the last chunk that it writes.
    private sealed class TrailerSection
    {
        private string _tail = "";
        private string _fields = "";

        public byte[] Read(byte[] bytes)
        {
            _tail += Encoding.Latin1.GetString(bytes);
            var last = _tail.LastIndexOf("\r\n0\r\n", StringComparison.Ordinal);
            if (last >= 0 && _tail.EndsWith("\r\n\r\n", StringComparison.Ordinal))
                _fields = _tail[(last + 5)..^2];
            _tail = _tail[Math.Max(0, _tail.Length - 1024)..];
            return bytes;
        }

        public byte[] Write(byte[] bytes)
        {
            var isLast = bytes.AsSpan().SequenceEqual("0\r\n\r\n"u8) || bytes.AsSpan().EndsWith("\r\n0\r\n\r\n"u8);
            return isLast && _fields.Length > 0
                ? [.. bytes[..^2], .. Encoding.Latin1.GetBytes(_fields), .. "\r\n"u8]
                : bytes;
        }
    }
}
