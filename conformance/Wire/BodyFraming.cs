using System.Globalization;

namespace ConformanceKit.Wire;

/// <summary>The rule that determines where a body ends.</summary>
internal enum FramingRule
{
    NoBody,
    Length,
    Chunked,
    UntilClose,
    Invalid,
}

/// <summary>How a message's body is framed (RFC 9112 §6.3).</summary>
internal readonly record struct BodyFraming(FramingRule Rule, long Length = 0, string Defect = "")
{
    /// <summary>The framing of the response to a request with this method.</summary>
    public static BodyFraming Of(WireResponse response, string method) =>
        method == "HEAD" || response.StatusCode is < 200 or 204 or 304 || (method == "CONNECT" && response.IsSuccessful)
            ? new(FramingRule.NoBody)
            : Of(response, unframed: FramingRule.UntilClose);

    /// <summary>The framing of a request.</summary>
    public static BodyFraming Of(WireRequest request) => Of(request, unframed: FramingRule.NoBody);

    private static BodyFraming Of(WireMessage message, FramingRule unframed)
    {
        var codings = message.Members("Transfer-Encoding");
        if (codings.Count > 0 && codings[^1].Equals("chunked", StringComparison.OrdinalIgnoreCase))
            return new(FramingRule.Chunked);
        if (codings.Count > 0)
        {
            return unframed == FramingRule.UntilClose
                ? new(FramingRule.UntilClose)
                : new(FramingRule.Invalid, Defect: "the final transfer coding is not chunked");
        }

        if (!message.HasField("Content-Length"))
            return new(unframed);

        var lengths = message.Members("Content-Length").Distinct().ToArray();
        return lengths.Length == 1 && long.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? new(FramingRule.Length, length)
            : new(FramingRule.Invalid, Defect: $"invalid Content-Length \"{ByteText.Escape(message.Field("Content-Length")!)}\"");
    }
}
