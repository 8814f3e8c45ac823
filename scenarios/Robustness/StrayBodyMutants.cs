using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that take the body after a response that has none for the next response.</summary>
internal static class StrayBodyMutants
{
    [Mutant("serves-what-stands-behind-a-204", "answers the next request with the body after a 204, a 304 or a response to HEAD")]
    [Kills("robustness/bodiless-extra-bytes", ReasonIds.FieldValue)]
    public static Flaw ServesWhatStandsBehind()
    {
        string? left = null;
        var first = false;
        return new Flaw()
            .Request(head =>
                first = head.Target.EndsWith("/1", StringComparison.Ordinal) && head.Field("If-None-Match") is not null)
            .MendsResponses(text =>
            {
                var stray = first ? text.IndexOf("HTTP/1.1 200 OK\r\nX-From: stray", StringComparison.Ordinal) : -1;
                if (stray < 0)
                    return text;
                Volatile.Write(ref left, text[stray..]);
                return text[..(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var head && head < stray
                    ? head + 4
                    : stray)];
            })
            .Heads(Leg.FromClient, async (head, exchange) =>
            {
                if (!exchange.Request.Target.EndsWith("/2", StringComparison.Ordinal))
                    return;

                // The bytes may be in the kernel, but not read yet.
                for (var i = 0; i < 50 && Volatile.Read(ref left) is null; i++)
                    await Task.Delay(10);
                if (Interlocked.Exchange(ref left, null) is not { } stray)
                    return;
                head.Text = "";
                await exchange.Client.SendAsync(Encoding.Latin1.GetBytes(stray));
            });
    }
}
