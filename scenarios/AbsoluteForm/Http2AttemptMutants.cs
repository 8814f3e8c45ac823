using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that make something of HTTP/2 that they do not speak.</summary>
internal static class Http2AttemptMutants
{
    [Mutant("skips-the-preface-of-http-2", "skips the preface of HTTP/2, and reads what follows as a request")]
    [Kills("absolute-form/pri-method", ReasonIds.OriginContacted)]
    public static Flaw SkipsThePreface() => new Flaw().Bytes(Leg.FromClient, bytes =>
    {
        var preface = Encoding.Latin1.GetBytes(Http2Port.Beginning);
        var isSkipped = bytes.Length > preface.Length && bytes.AsSpan().StartsWith(preface);
        return Task.FromResult(isSkipped ? bytes[preface.Length..] : bytes);
    });
}
