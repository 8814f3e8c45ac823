using System.Text;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>
/// Lets a mutant pass responses on without reading them; the reference sees something harmless in their place.
/// </summary>
internal static class Unread
{
    private const string Harmless = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n";

    /// <summary>Passes on what an origin sends as it came, if it matches.</summary>
    /// <param name="flaw">The flaw.</param>
    /// <param name="matching">Whether the bytes of one read match, one character each.</param>
    /// <param name="change">Changes them; by default they stay as they are.</param>
    /// <returns>The flaw.</returns>
    public static Flaw PassesOnUnread(this Flaw flaw, Func<string, bool> matching, Func<string, string>? change = null)
    {
        string? kept = null;
        return flaw
            .Bytes(Leg.FromOrigin, bytes =>
            {
                var text = Encoding.Latin1.GetString(bytes);
                if (!matching(text))
                    return Task.FromResult(bytes);
                Volatile.Write(ref kept, change is null ? text : change(text));
                return Task.FromResult(Encoding.Latin1.GetBytes(Harmless));
            })
            .Bytes(Leg.ToClient, bytes => Task.FromResult(
                Interlocked.Exchange(ref kept, null) is { } text ? Encoding.Latin1.GetBytes(text) : bytes));
    }

    /// <summary>Changes what an origin sends before the reference sees it.</summary>
    /// <param name="flaw">The flaw.</param>
    /// <param name="change">Changes the bytes of one read, one character each.</param>
    /// <returns>The flaw.</returns>
    public static Flaw MendsResponses(this Flaw flaw, Func<string, string> change) => flaw.Bytes(
        Leg.FromOrigin, bytes => Task.FromResult(Encoding.Latin1.GetBytes(change(Encoding.Latin1.GetString(bytes)))));

    /// <summary>Watches whether a connection's latest request was for a path.</summary>
    /// <param name="flaw">The flaw.</param>
    /// <param name="path">The end of the request's target.</param>
    /// <param name="isAsked">Whether it was.</param>
    /// <returns>The flaw.</returns>
    public static Flaw When(this Flaw flaw, string path, out Func<bool> isAsked)
    {
        var asked = false;
        isAsked = () => Volatile.Read(ref asked);
        return flaw.Request(head => Volatile.Write(ref asked, head.Target.EndsWith(path, StringComparison.Ordinal)));
    }
}
