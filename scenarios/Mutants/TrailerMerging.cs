using System.Text;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>Makes header fields of the trailer fields of a message that comes in one segment.</summary>
internal static class TrailerMerging
{
    private const string LastChunk = "\r\n0\r\n";

    /// <summary>Moves the trailer fields.</summary>
    public static Task<byte[]> MergeAsync(byte[] octets) => Task.FromResult(Encoding.Latin1.GetBytes(Merge(Encoding.Latin1.GetString(octets))));

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
