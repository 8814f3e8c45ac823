using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that read chunks carelessly.</summary>
internal static partial class ChunkMutants
{
    [Mutant("counts-chunks-in-64-bits", "computes a chunk's size modulo 2^64")]
    [Kills("robustness/chunk-size-overflow", ReasonIds.Accepted)]
    public static Flaw CountsIn64Bits() => Chunked(body => LongSize().Replace(body, match => match.Value[^16..]));

    [Mutant("skips-two-octets-behind-a-chunk", "skips two bytes after the data of a chunk, whatever they are")]
    [Kills("robustness/chunk-bad-terminator", ReasonIds.Accepted)]
    public static Flaw SkipsTwoBytes() => Chunked(body =>
    {
        var at = 0;
        while (Size().Match(body, at) is { Success: true } line)
        {
            var size = int.Parse(line.Groups[1].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            var end = at + line.Length + size;
            if (end + 2 > body.Length)
                break;
            body = body.Remove(end, 2).Insert(end, "\r\n");
            at = end + 2;
        }
        return body;
    });

    private static Flaw Chunked(Func<string, string> read)
    {
        var isChunked = false;
        return new Flaw()
            .Request(head => isChunked = head.Members("Transfer-Encoding") is ["chunked"])
            .BodyBytes(
                Leg.FromClient,
                bytes => isChunked ? Encoding.Latin1.GetBytes(read(Encoding.Latin1.GetString(bytes))) : bytes);
    }

    [GeneratedRegex("^[0-9A-Fa-f]{17,}(?=\r\n)", RegexOptions.Multiline)]
    private static partial Regex LongSize();

    [GeneratedRegex(@"\G([1-9A-Fa-f][0-9A-Fa-f]{0,6})\r\n")]
    private static partial Regex Size();
}
