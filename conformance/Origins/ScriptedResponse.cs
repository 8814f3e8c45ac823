using System.Globalization;
using System.Text;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>A scripted response, split into its parts.</summary>
/// <param name="Interim">The 1xx responses before it, unchanged; 101 is final.</param>
/// <param name="Response">Its head.</param>
/// <param name="Rest">Everything after its head.</param>
internal sealed record ScriptedResponse(string Interim, WireResponse Response, string Rest)
{
    /// <summary>Splits a script; null if it does not begin with an HTTP/1 response.</summary>
    public static ScriptedResponse? TryParse(string script)
    {
        ReadOnlyMemory<byte> bytes = Encoding.Latin1.GetBytes(script);
        for (var start = 0; ;)
        {
            var scanned = 0;
            var length = MessageHead.FindEnd(bytes.Span[start..], ref scanned);
            if (length < 0 || !WireResponse.TryParse(bytes.Slice(start, length), out var response))
                return null;
            if (response.StatusCode is >= 200 or 101)
                return new(script[..start], response, script[(start + length)..]);
            start += length;
        }
    }

    /// <summary>The content of a chunked body (RFC 9112 §7.1.3), and whether it has its last chunk.</summary>
    public static (string Content, bool IsComplete) Decode(string chunked)
    {
        var content = new StringBuilder();
        while (true)
        {
            var lineEnd = chunked.IndexOf("\r\n", StringComparison.Ordinal);
            if (lineEnd < 0
                || !int.TryParse(chunked[..lineEnd].Split(';')[0], NumberStyles.AllowHexSpecifier, null, out var size))
            {
                return (content.ToString(), false);
            }

            if (size == 0)
                return (content.ToString(), true);

            chunked = chunked[(lineEnd + 2)..];
            content.Append(chunked.AsSpan(0, Math.Min(size, chunked.Length)));
            if (chunked.Length < size + 2)
                return (content.ToString(), false);
            chunked = chunked[(size + 2)..];
        }
    }
}
