using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that do not report that something is not HTTP, or do not act on it.</summary>
internal static class NotHttpMutants
{
    [Mutant("closes-without-a-word-on-garbage", "closes without a response when the first byte is a control character")]
    [Kills("robustness/garbage", ReasonIds.ClosedWithoutReply)]
    public static Flaw ClosesOnGarbage()
    {
        bool? isGarbage = null;
        return new Flaw()
            .Bytes(Leg.FromClient, bytes =>
            {
                isGarbage ??= bytes is [< (byte)' ' and not ((byte)'\r' or (byte)'\n'), ..];
                return Task.FromResult(bytes);
            })
            .Response(head =>
            {
                if (isGarbage == true)
                    head.Text = "";
            });
    }

    [Mutant("serves-what-is-behind-a-400", "treats what follows a request that it answered 400 as the next request")]
    [Kills("robustness/refused-drops-pipelined", ReasonIds.OriginContacted)]
    [Related("robustness/cl-te", "robustness/te-chunked-list", "http10/te-faulty")]
    public static Flaw ServesWhatIsBehind()
    {
        var received = "";
        return new Flaw()
            .Bytes(Leg.FromClient, bytes =>
            {
                received += Encoding.Latin1.GetString(bytes);
                return Task.FromResult(bytes);
            })
            .Heads(Leg.ToClient, async (head, exchange) =>
            {
                var next = received.LastIndexOf("GET http://", StringComparison.Ordinal);
                if (head.Status is 400 or 501 && exchange.Request.Method == "POST" && next > 0)
                    await StrayRequest.ForwardAsync(received[next..]);
            });
    }

    [Mutant("keeps-the-connection-behind-400", "keeps the connection open after its 400, or 505, to anything but CONNECT")]
    [Kills("robustness/garbage", ReasonIds.NotClosed)]
    [Kills("robustness/cl-te", ReasonIds.NotClosed)]
    [Kills("robustness/te-variants", ReasonIds.NotClosed)]
    [Kills("robustness/te-chunked-list", ReasonIds.NotClosed)]
    [Kills("robustness/cl-duplicate-diff", ReasonIds.NotClosed)]
    [Kills("robustness/cl-invalid/plus", ReasonIds.NotClosed)]
    [Kills("robustness/cl-invalid/negative", ReasonIds.NotClosed)]
    [Kills("robustness/cl-invalid/letter", ReasonIds.NotClosed)]
    [Kills("robustness/cl-invalid/hex", ReasonIds.NotClosed)]
    [Kills("robustness/space-before-colon", ReasonIds.NotClosed)]
    [Kills("robustness/other-protocols", ReasonIds.NotClosed)]
    [Kills("robustness/cl-list-diff", ReasonIds.NotClosed)]
    [Related("http10/te-faulty", "robustness/te-not-chunked", "robustness/cl-not-a-number")]
    public static Flaw KeepsTheConnection()
    {
        var isKept = false;
        return new Flaw()
            .Response((head, exchange) =>
            {
                isKept = head.Status is 400 or 505 && !exchange.Request.IsConnect;
                if (isKept)
                    head.Remove("Connection");
            })
            .Filter(Leg.ToClient, next => new KeepOpenFilter(next, () => isKept));
    }
}
