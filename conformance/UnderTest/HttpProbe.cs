using System.Globalization;
using System.Text;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.UnderTest;

/// <summary>A request in HTTP/1.</summary>
/// <param name="head">The request, each character one byte.</param>
internal sealed class HttpProbe(string head) : ProbeRequest(head[..head.IndexOf('\r', StringComparison.Ordinal)])
{
    // As many bytes as the version and the status take.
    private const int Enough = 12;

    /// <summary>
    /// One request in every form that a proxy may know: absolute-form, CONNECT, and origin-form, which it may answer itself or
    /// forward by Host.
    /// </summary>
    /// <param name="origin">The origin that the requests are for.</param>
    public static IReadOnlyList<ProbeRequest> All(Origin origin) =>
    [
        Get(origin),
        Connect(origin),
        new HttpProbe(Requests.Head("GET / HTTP/1.1", $"Host: {origin.Authority}", "Connection: close")),
    ];

    /// <summary>A GET in absolute-form.</summary>
    /// <param name="origin">The origin that it is for.</param>
    public static ProbeRequest Get(Origin origin) => new HttpProbe(Requests.Get(origin.Http("/"), "Connection: close"));

    /// <summary>A CONNECT.</summary>
    /// <param name="origin">The origin that it is for.</param>
    public static ProbeRequest Connect(Origin origin) => new HttpProbe(Requests.Connect(origin.Authority));

    /// <inheritdoc/>
    protected override byte[] NextAfter(ReadOnlySpan<byte> reply) => reply.Length == 0 ? Encoding.Latin1.GetBytes(head) : [];

    /// <inheritdoc/>
    protected override bool IsWhole(ReadOnlySpan<byte> reply) => reply.Length >= Enough || reply.Contains((byte)'\n');

    /// <inheritdoc/>
    protected override bool IsAnswer(ReadOnlySpan<byte> reply) => reply.StartsWith("HTTP/"u8);

    /// <inheritdoc/>
    protected override (string Came, ProbeMeaning Meaning) Read(ReadOnlySpan<byte> reply, string until)
    {
        var lineEnd = reply.IndexOfAny((byte)'\r', (byte)'\n');
        var first = ByteText.Escape(lineEnd < 0 ? reply : reply[..lineEnd]);
        if (!IsAnswer(reply))
            return ($"the reply was \"{first}\", which is not HTTP", ProbeMeaning.Other);
        return (IsWhole(reply) ? $"the reply was \"{first}\"" : $"only \"{first}\" came {until}", MeaningOf(reply));
    }

    private static ProbeMeaning MeaningOf(ReadOnlySpan<byte> reply)
    {
        var digits = reply[(reply.IndexOf((byte)' ') + 1)..];
        if (digits.Length < 3 || !int.TryParse(digits[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return ProbeMeaning.Other;
        return status switch
        {
            >= 200 and <= 299 => ProbeMeaning.Success,
            >= 300 and <= 399 => ProbeMeaning.Redirect,
            403 => ProbeMeaning.Forbidden,
            407 => ProbeMeaning.CredentialsRequired,
            >= 500 and <= 599 => ProbeMeaning.ServerError,
            _ => ProbeMeaning.Other,
        };
    }
}
