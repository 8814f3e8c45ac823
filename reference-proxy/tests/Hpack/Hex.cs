namespace ConformanceKit.ReferenceProxy.Tests.Hpack;

/// <summary>Bytes as RFC 7541 prints them.</summary>
internal static class Hex
{
    public static byte[] Of(string text) => Convert.FromHexString(text.Replace(" ", ""));
}
