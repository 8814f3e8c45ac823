using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.UnderTest;

/// <summary>
/// A client of HTTP/2 over TCP that gets as far as the proxy's first frame, which has to be SETTINGS (RFC 9113 §3.4).
/// </summary>
internal sealed class Http2Probe : ProbeRequest
{
    private Http2Probe()
        : base("the preface of HTTP/2")
    {
    }

    /// <summary>The preface and empty SETTINGS.</summary>
    public static IReadOnlyList<ProbeRequest> Opening { get; } = [new Http2Probe()];

    /// <inheritdoc/>
    protected override byte[] NextAfter(ReadOnlySpan<byte> reply) =>
        reply.Length == 0 ? [.. Preface.Bytes.Span, .. Frame.Settings().ToBytes()] : [];

    /// <inheritdoc/>
    protected override bool IsWhole(ReadOnlySpan<byte> reply) => reply.Length >= Frame.HeaderLength;

    /// <inheritdoc/>
    protected override bool IsAnswer(ReadOnlySpan<byte> reply) => reply is [_, _, _, FrameTypes.Settings, 0, 0, 0, 0, 0, ..];

    /// <inheritdoc/>
    protected override (string Came, ProbeMeaning Meaning) Read(ReadOnlySpan<byte> reply, string until) =>
        IsAnswer(reply) ? ("the reply was SETTINGS", ProbeMeaning.Success)
        : IsWhole(reply) ? ($"the reply was \"{ByteText.Escape(reply)}\", which is not HTTP/2", ProbeMeaning.Other)
        : ($"only {Convert.ToHexString(reply)} came {until}", ProbeMeaning.Other);
}
