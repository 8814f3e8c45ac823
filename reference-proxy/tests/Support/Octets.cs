namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>Text as octets and back, one character for one octet.</summary>
internal static class Octets
{
    public static byte[] Of(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);

    public static FieldSection Fields(params string[] lines) =>
        new([.. lines.Select(line => FieldLine.Parse(Of(line), isRequest: true).Value)]);

    /// <summary>Feeds a push parser in two portions, split at <paramref name="at"/>, the way a connection does.</summary>
    public static void FeedSplit(string text, int at, Func<ReadOnlyMemory<byte>, int> take)
    {
        var octets = Of(text);
        var used = take(octets.AsMemory(0, at));
        take(octets.AsMemory(used));
    }

    /// <summary>Feeds a push parser one octet more each time.</summary>
    public static void FeedOneByOne(string text, Func<ReadOnlyMemory<byte>, int> take)
    {
        var octets = Of(text);
        var used = 0;
        for (var end = 1; end <= octets.Length; end++)
            used += take(octets.AsMemory(used, end - used));
    }
}
