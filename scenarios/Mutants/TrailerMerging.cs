using System.Text;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>Turns the trailer fields of a message that arrives in one segment into something else.</summary>
internal static class TrailerMerging
{
    private const string LastChunk = "\r\n0\r\n";

    /// <summary>Turns the trailer fields into header fields.</summary>
    public static Task<byte[]> MergeAsync(byte[] bytes) =>
        Task.FromResult(Encoding.Latin1.GetBytes(Merge(Encoding.Latin1.GetString(bytes))));

    /// <summary>Turns the trailer fields of a chunked body that arrives in one segment into one more chunk.</summary>
    public static byte[] IntoContent(byte[] bytes)
    {
        var body = Encoding.Latin1.GetString(bytes);
        var start = body.IndexOf(LastChunk, StringComparison.Ordinal) + LastChunk.Length;
        if (start < LastChunk.Length || !body.EndsWith("\r\n\r\n", StringComparison.Ordinal) || body.Length <= start + 4)
            return bytes;
        var trailers = body[start..^4];
        return Encoding.Latin1.GetBytes(
            $"{body[..(start - LastChunk.Length + 2)]}{trailers.Length:x}\r\n{trailers}\r\n0\r\n\r\n");
    }

    private static string Merge(string message)
    {
        var head = message.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var start = message.IndexOf(LastChunk, Math.Max(head, 0), StringComparison.Ordinal) + LastChunk.Length;
        var end = message.IndexOf("\r\n\r\n", Math.Min(start, message.Length), StringComparison.Ordinal);
        return head < 0 || start < LastChunk.Length || end < 0 || message[start] == '\r'
            ? message
            : $"{message[..head]}\r\n{message[start..end]}{message[head..start]}{message[(end + 2)..]}";
    }
}
