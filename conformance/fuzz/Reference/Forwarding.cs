using ConformanceKit.Origins;
using ConformanceKit.ReferenceProxy.Forwarding;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Reference;

/// <summary>What the reference makes of a request for the origin: exactly one request, about which nobody can disagree.</summary>
internal static class Forwarding
{
    /// <summary>Checks it, if the request is one that is forwarded.</summary>
    public static void Check(Request request)
    {
        if (request.Target is not RequestTarget.AbsoluteForm target)
            return;
        var bytes = RequestForOrigin.Compose(request, target, maxForwards: null, closes: false, "fuzz").ToArray();

        // 1. The reference itself accepts it, to the last byte, with the framing that it meant.
        var head = new RequestHeadParser(int.MaxValue, int.MaxValue);
        FindingException.Unless(
            head.Take(bytes) == bytes.Length && head.IsComplete, $"forwards what is not one head: {ByteText.Escape(bytes)}");
        var again = Request.Check(head.Line!, head.Fields);
        FindingException.Unless(
            again.Rejected is null, $"forwards what it would reject as {again.Rejected}: {ByteText.Escape(bytes)}");
        FindingException.UnlessSame($"{request.FramingForOrigin}", $"{again.Value.Framing}", "forwards with the framing");

        // 2. So does the kit's origin.
        if (RequestDefect.Of(WireRequest.Parse(bytes)) is { } defect)
            throw new FindingException($"forwards what an origin has to reject: {defect.Why}: {ByteText.Escape(bytes)}");
    }
}
