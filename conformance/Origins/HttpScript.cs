using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading.Channels;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>Reads requests by their framing and answers each with raw bytes.</summary>
internal sealed class HttpScript(Func<WireRequest, string> answer, bool closeAfter, Waits waits)
{
    private readonly ConcurrentQueue<WireRequest> requests = [];
    private readonly Channel<WireRequest> arrived = Channel.CreateUnbounded<WireRequest>();

    public IReadOnlyList<WireRequest> Requests => [.. requests];

    /// <summary>Answers in order, the last one again and again.</summary>
    public static Func<WireRequest, string> InOrder(string[] responses)
    {
        if (responses.Length == 0) throw new HarnessException("An HTTP origin needs at least one response to answer with.");
        var next = -1;
        return _ => responses[Math.Min(Interlocked.Increment(ref next), responses.Length - 1)];
    }

    public async Task<WireRequest> NextAsync(HttpOrigin origin, CancellationToken cancel)
    {
        try
        {
            return await arrived.Reader.ReadAsync(cancel).AsTask().WaitAsync(waits.Reply, cancel);
        }
        catch (TimeoutException)
        {
            if (origin.Faults is [var first, ..]) ExceptionDispatchInfo.Throw(first);
            throw new RequirementBrokenException(
                ReasonIds.OriginNotContacted, $"expected a request of the proxy at {origin.Authority}, but none came in time");
        }
    }

    public async Task RunAsync(WireConnection connection, CancellationToken cancel)
    {
        // An idle connection of the proxy may stay open as long as the scenario lasts.
        var idle = Timeout.InfiniteTimeSpan;
        while (await connection.TryReadRequestHeadAsync(cancel, idle) is { } request)
        {
            // An origin that withheld this could be waited for (RFC 9110 §10.1.1).
            if (request.Field("Expect") is not null) await connection.TrySendAsync("HTTP/1.1 100 Continue\r\n\r\n", cancel);
            await connection.ReadBodyAsync(request, cancel, idle);
            requests.Enqueue(request);
            arrived.Writer.TryWrite(request);
            var reply = answer(request);
            var taken = await connection.TrySendAsync(reply, cancel);
            if (!taken || closeAfter || request.BodyEnd.Kind == BodyEndKind.Incomplete || ClosesAfter(reply, request.Method)) return;
        }
    }

    /// <summary>Whether a scripted response only makes sense when the connection ends behind it.</summary>
    private static bool ClosesAfter(string reply, string method)
    {
        // 1. The final response's head; a script that isn't HTTP stays open unless told otherwise.
        ReadOnlyMemory<byte> rest = Encoding.Latin1.GetBytes(reply);
        WireResponse response;
        do
        {
            var scanned = 0;
            var length = MessageHead.FindEnd(rest.Span, ref scanned);
            if (length < 0 || !WireResponse.TryParse(rest[..length], out response!)) return false;
            rest = rest[length..];
        }
        while (response.StatusCode is >= 100 and < 200 and not 101);

        // 2. It says so, or its end can't be found otherwise, or it stops short of its own length.
        var framing = BodyFraming.Of(response, method);
        return response.Members("Connection").Contains("close", StringComparer.OrdinalIgnoreCase)
            || framing.Rule == FramingRule.UntilClose
            || (framing.Rule == FramingRule.Length && framing.Length > rest.Length);
    }
}
