using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>
/// Reads requests by their framing and answers each one as a conformant server does, or with exactly the script's bytes.
/// </summary>
internal sealed class HttpScript(Func<WireRequest, string> answer, Waits waits, bool closeAfter = false, bool isExact = false)
{
    private readonly ConcurrentQueue<WireRequest> _requests = [];
    private readonly ConcurrentQueue<WireRequest> _rejected = [];
    private readonly Channel<WireRequest> _arrived = Channel.CreateUnbounded<WireRequest>();

    public IReadOnlyList<WireRequest> Requests => [.. _requests];

    public IReadOnlyList<WireRequest> Rejected => [.. _rejected];

    /// <summary>Gives the responses in order, and repeats the last one.</summary>
    public static Func<WireRequest, string> InOrder(string[] responses)
    {
        if (responses.Length == 0)
            throw new HarnessException("An HTTP origin needs at least one response to answer with.");
        var next = -1;
        return _ => responses[Math.Min(Interlocked.Increment(ref next), responses.Length - 1)];
    }

    public async Task<WireRequest> NextAsync(HttpOrigin origin, CancellationToken cancel)
    {
        try
        {
            return await _arrived.Reader.NextAsync(waits.Reply, cancel);
        }
        catch (TimeoutException)
        {
            if (origin.Faults is [var first, ..])
                ExceptionDispatchInfo.Throw(first);
            throw new RequirementBrokenException(
                ReasonIds.OriginNotContacted, $"expected a request from the proxy at {origin.Authority}, but none came in time")
            {
                Marks = [origin.Missing("waited in vain for a request")],
            };
        }
    }

    public async Task RunAsync(WireConnection connection, CancellationToken cancel)
    {
        while (await connection.NextRequestAsync(See, cancel) is { } request)
        {
            var script = answer(request);
            var reply = ServerReply.To(request, script, DateTimeOffset.UtcNow, isExact);
            if (!await connection.TrySendAsync(reply.Text, cancel) || reply.Closes || closeAfter)
                return;
        }
    }

    private void See(WireRequest request, bool isRejected)
    {
        if (isRejected)
            _rejected.Enqueue(request);
        _requests.Enqueue(request);
        _arrived.Writer.TryWrite(request);
    }
}
