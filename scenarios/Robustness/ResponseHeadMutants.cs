using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that pass the head of a response on without reading it, or turn it into something else.</summary>
internal static partial class ResponseHeadMutants
{
    [Mutant("relays-any-status-line", "passes on whatever an origin sends in place of a status line")]
    [Kills("robustness/status-line/zero", ReasonIds.MalformedResponse)]
    [Kills("robustness/status-line/two-digits", ReasonIds.MalformedResponse)]
    [Kills("robustness/status-line/four-digits", ReasonIds.MalformedResponse)]
    [Kills("robustness/status-line/negative", ReasonIds.MalformedResponse)]
    [Kills("robustness/status-line/letters", ReasonIds.MalformedResponse)]
    [Kills("robustness/status-line/colon", ReasonIds.MalformedResponse)]
    [Kills("robustness/status-line/no-slash", ReasonIds.MalformedResponse)]
    [Kills("robustness/status-line/icy", ReasonIds.MalformedResponse)]
    [Kills("robustness/status-line/garbage", ReasonIds.MalformedResponse)]
    [Kills("robustness/status-line/below-100", ReasonIds.Status)]
    public static Flaw RelaysStatusLines() => new Flaw().PassesOnUnread(OddStatusLine().IsMatch);

    [Mutant("makes-a-success-of-anything", "answers 200 when an origin sends something that is not a response, or nothing")]
    [Kills("robustness/status-line", ReasonIds.Accepted)]
    [Kills("robustness/no-response", ReasonIds.Accepted)]
    public static Flaw MakesASuccess() => new Flaw()
        .When("/malformed", out var isAsked)
        .MendsResponses(text => OddStatusLine().Replace(text, "HTTP/1.1 200 OK\r\nConnection: close\r\n", 1))
        .Filter(Leg.FromOrigin, next => new InventingFilter(next, isAsked));

    [Mutant("relays-odd-lines-of-responses", "passes on lines of a response's head that are not field lines")]
    [Kills("robustness/response-splitting", ReasonIds.UnexpectedBytes)]
    public static Flaw RelaysOddLines() => new Flaw().PassesOnUnread(OddLine().IsMatch);

    [Mutant("takes-a-cr-for-the-end-of-a-line", "treats a CR inside a response field as the end of the line")]
    [Kills("robustness/response-splitting/bare-cr", ReasonIds.FieldPresent)]
    public static Flaw TakesCrForAnEnd() =>
        new Flaw().MendsResponses(text => text.Replace("one\rX-Injected", "one\r\nX-Injected", StringComparison.Ordinal));

    [Mutant("cuts-huge-heads", "leaves out part of a response head that is larger than its buffer")]
    [Kills("robustness/response-head-huge", ReasonIds.FieldAbsent)]
    [Related("robustness/chunk-extensions")]
    public static Flaw CutsHugeHeads() => new Flaw()
        .Options(options => options with { MaxHead = 4 * 1024 * 1024 })
        .When("/huge-head", out var isAsked)
        .Bytes(Leg.FromOrigin, bytes => Task.FromResult<byte[]>(isAsked() ? [.. bytes.Where(b => b != 'a')] : bytes));

    [Mutant("shows-a-page-for-huge-heads", "sends a 200 of its own in place of a response head that is larger than its buffer")]
    [Kills("robustness/response-head-huge", ReasonIds.BodyDiffers)]
    public static Flaw ShowsAPage() => new Flaw()
        .When("/huge-head", out var isAsked)
        .Response(head =>
        {
            if (isAsked() && head.Status == 502)
                head.StartLine = "HTTP/1.1 200 OK (filtered)";
        });

    [Mutant("falls-silent-after-a-hundred-interims", "passes nothing more on after a hundred interim responses")]
    [Kills("robustness/interim-flood", ReasonIds.ReplyTimeout)]
    public static Flaw FallsSilent()
    {
        var interims = 0;
        return new Flaw().Response(head =>
        {
            if (head.Status == 103)
                interims++;
            if (interims > 100)
                head.Text = "";
        });
    }

    // Sends a 200 if the origin ends without sending a byte.
    private sealed class InventingFilter(ByteSink next, Func<bool> isMeant) : ByteFilter(next)
    {
        private bool _hasSent;

        public override Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            _hasSent = true;
            return base.SendAsync(bytes);
        }

        public override Task FinishAsync() => EndAsync(Next.FinishAsync);

        public override Task ResetAsync() => EndAsync(Next.ResetAsync);

        private async Task EndAsync(Func<Task> end)
        {
            if (isMeant() && !_hasSent)
                await base.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            await end();
        }
    }

    [GeneratedRegex("^(?:HTTP/1\\.1 (?:0|20|2000|-200|abc|404:|099) [^\r\n]*|HTTP 200 OK|ICY 200 OK|garbage)\r\n")]
    private static partial Regex OddStatusLine();

    [GeneratedRegex(
        "\r\n(?:X-Odd: one[\r\0]X-Injected|X-Odd: one\nX-Next|X-Odd one\r|: one\r|X Odd: one\r|X-\u0085: one\r| X-Odd: one\r)")]
    private static partial Regex OddLine();
}
