using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that get the end of an exchange wrong, or that hold back what should flow.</summary>
internal static class ExchangeEndingMutants
{
    [Mutant("closes-without-saying-so", "closes the client's connection after a response that does not announce it")]
    [Kills("absolute-form/close-announced", ReasonIds.ClosedWithoutReply)]
    public static Flaw ClosesUnannounced() => new Flaw()
        .When("/first", out var isAsked)
        .Filter(Leg.ToClient, next => new ClosingFilter(next, isAsked));

    [Mutant("keeps-only-for-who-asks", "closes the client's connection unannounced unless the client requests keep-alive")]
    [Kills("absolute-form/close-announced", ReasonIds.ClosedWithoutReply)]
    public static Flaw KeepsOnlyForWhoAsks()
    {
        var isMeant = false;
        return new Flaw()
            .Request(head => Volatile.Write(ref isMeant, head.Target.EndsWith("/first", StringComparison.Ordinal)
                && !head.Members("Connection").Contains("keep-alive", StringComparer.OrdinalIgnoreCase)))
            .Filter(Leg.ToClient, next => new ClosingFilter(next, () => Volatile.Read(ref isMeant)));
    }

    [Mutant("keeps-the-origin-of-a-gone-client",
        "keeps the connection to the origin open after the client has gone, and reads what still arrives")]
    [Kills("absolute-form/client-abort", ReasonIds.NotClosed)]
    public static Flaw KeepsTheOrigin()
    {
        var isGone = false;
        return new Flaw()
            .When("/slow", out var isAsked)
            .Filter(Leg.FromClient, next => new WatchingFilter(next) { Finished = Leave, Aborted = Leave })
            .Bytes(Leg.FromOrigin, bytes => Task.FromResult(isGone && isAsked() ? [] : bytes))
            .Filter(Leg.ToOrigin, next => new KeepOpenFilter(next, () => isGone && isAsked()));

        Task Leave()
        {
            isGone = true;
            return Task.CompletedTask;
        }
    }

    [Mutant("collects-events", "holds an event back until it has the next one")]
    [Kills("absolute-form/streaming", ReasonIds.BytesTimeout)]
    public static Flaw CollectsEvents() => new Flaw().Bytes(Leg.ToClient, bytes => Task.FromResult(
        bytes.AsSpan().IndexOf("data: one"u8) is var at and >= 0 && bytes.AsSpan().IndexOf("data: two"u8) < 0
            ? bytes[..at]
            : bytes));

    [Mutant("completes-what-was-broken-off", "completes a response that the origin broke off")]
    [Kills("absolute-form/truncated/status-line", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated/status-line-reset", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated/head", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated/head-reset", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated/behind-100", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated/behind-100-reset", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated/content-length-reset", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated/chunk-size", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated/chunk-data", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated/last-chunk", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated/trailers", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated/chunked-reset", ReasonIds.BodyComplete)]
    [Kills("absolute-form/truncated-to-10", ReasonIds.BodyComplete)]
    public static Flaw Completes() => new Flaw()
        .When("/broken-off", out var isAsked)
        .Filter(Leg.FromOrigin, next => new CompletingFilter(next, isAsked));

    // What is missing after each point at which the scenarios break off.
    private static readonly (string Sent, string Missing)[] s_rests =
    [
        ("100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        ("\r\n\r\nhello", "hello"),
        ("5\r\nhello\r\n1", "\r\n!\r\n0\r\n\r\n"),
        ("5\r\nhel", "lo\r\n0\r\n\r\n"),
        ("5\r\nhello\r\n0\r\n", "\r\n"),
        ("X-Last: on", "\r\n\r\n"),
        ("5\r\nhello\r\n", "0\r\n\r\n"),
        ("", "\r\nContent-Length: 0\r\n\r\n"),
    ];

    private sealed class CompletingFilter(ByteSink next, Func<bool> isMeant) : ByteFilter(next)
    {
        private readonly StringBuilder _received = new();

        public override Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            _received.Append(Encoding.Latin1.GetString(bytes.Span));
            return base.SendAsync(bytes);
        }

        public override Task FinishAsync() => EndAsync(Next.FinishAsync);

        public override Task ResetAsync() => EndAsync(Next.ResetAsync);

        private async Task EndAsync(Func<Task> end)
        {
            var sent = _received.ToString();
            if (!isMeant() || sent.Length == 0)
            {
                await end();
                return;
            }

            await base.SendAsync(
                Encoding.Latin1.GetBytes(
                    Array.Find(s_rests, rest => sent.EndsWith(rest.Sent, StringComparison.Ordinal)).Missing));
            await base.FinishAsync();
        }
    }

    private sealed class ClosingFilter(ByteSink next, Func<bool> isMeant) : ByteFilter(next)
    {
        private string _last = "";
        private bool _isOver;

        public override async Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            if (_isOver)
                return;
            await base.SendAsync(bytes);
            _last += Encoding.Latin1.GetString(bytes.Span);
            _isOver = isMeant()
                && (_last.EndsWith("\r\n\r\nok", StringComparison.Ordinal)
                    || _last.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal));
            if (_isOver)
                await base.FinishAsync();
        }

        public override Task FinishAsync() => _isOver ? Task.CompletedTask : base.FinishAsync();
    }
}
