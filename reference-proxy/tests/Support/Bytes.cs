namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>Converts text to bytes and back, one character per byte.</summary>
internal static class Bytes
{
    public static byte[] Of(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static FieldSection Fields(params string[] lines) =>
        new([.. lines.Select(line => FieldLine.Parse(Of(line), isRequest: true).Value)]);

    /// <summary>Feeds a push parser in two portions, split at <paramref name="at"/>, as a connection would.</summary>
    public static void FeedSplit(string text, int at, Func<ReadOnlyMemory<byte>, int> take)
    {
        var bytes = Of(text);
        var used = take(bytes.AsMemory(0, at));
        take(bytes.AsMemory(used));
    }

    /// <summary>Feeds a push parser one more byte each time.</summary>
    public static void FeedOneByOne(string text, Func<ReadOnlyMemory<byte>, int> take)
    {
        var bytes = Of(text);
        var used = 0;
        for (var end = 1; end <= bytes.Length; end++)
            used += take(bytes.AsMemory(used, end - used));
    }
}
