using System.Globalization;
using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <summary>A response as it was on the wire: a field section (RFC 9113 §8.3.2). Nothing is normalised.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Fields">All field lines in order, the pseudo-header field included.</param>
/// <param name="EndsStream">Whether nothing more follows on the stream.</param>
public sealed record Http2Response(int Status, IReadOnlyList<Http2Field> Fields, bool EndsStream)
{
    /// <summary>The 1xx responses before it.</summary>
    public IReadOnlyList<Http2Response> Interim { get; init; } = [];

    /// <summary>What a failure that is about it points at.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccessful => Status is >= 200 and <= 299;

    /// <summary>The values of all field lines with a name, in order.</summary>
    /// <param name="name">The name; case is ignored, since a name in upper case is another fault.</param>
    /// <returns>The values; empty if there is none.</returns>
    public IReadOnlyList<string> Values(string name) =>
        [.. Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];

    /// <summary>Whether there is a field line with a name.</summary>
    /// <param name="name">The name; case is ignored.</param>
    /// <returns>Whether there is one.</returns>
    public bool HasField(string name) => Values(name).Count > 0;

    /// <summary>The field section in one line.</summary>
    public override string ToString() => $"\"{FrameWords.Of(Fields)}\"";

    /// <summary>The response that a frame carries.</summary>
    /// <exception cref="RequirementBrokenException"><c>malformed-response</c>: it is none.</exception>
    internal static Http2Response Of(ReceivedFrame received, string stream)
    {
        string[] statuses = [.. received.Fields.Where(field => field.Name == ":status").Select(field => field.Value)];
        if (statuses is [{ Length: 3 } text]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            return new(status, received.Fields, received.Frame.EndsStream) { Marks = [received.Place] };
        }

        throw new RequirementBrokenException(ReasonIds.MalformedResponse,
            $"{stream}: expected a response, with one :status, but got "
            + (received.Fields.Count > 0 ? $"\"{FrameWords.Of(received.Fields)}\"" : $"\"{received.Frame}\""))
        {
            Marks = [received.Place],
        };
    }
}
