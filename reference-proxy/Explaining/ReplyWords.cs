using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>The sentences for a response.</summary>
internal static class ReplyWords
{
    /// <summary>Explains one head.</summary>
    /// <param name="head">The head.</param>
    /// <param name="toConnect">Whether it answers CONNECT.</param>
    /// <param name="from">The party that sent it.</param>
    /// <param name="passedOn">Whether an origin has already answered with this status.</param>
    public static Remark Of(MessagePart.ResponseHead head, bool toConnect, Party from, bool passedOn)
    {
        var status = head.Line.Status;
        var (meaning, clause) = StatusWords.Of(status);
        List<string> clauses = [clause];
        var text = from switch
        {
            Party.Origin => $"The origin answers {status}: {meaning}",
            _ when passedOn => $"The proxy passes on the {status}: {meaning}",
            _ => $"The proxy answers {status} itself: {meaning}",
        };
        if (toConnect && status is >= 200 and < 300)
        {
            text = $"The proxy answers {status} itself: the tunnel is open, and begins right after the empty line";
            clauses = ["RFC 9110 §9.3.6"];
        }
        else if (toConnect && status >= 300)
        {
            text += "; there is no tunnel";
            clauses.Add("RFC 9110 §9.3.6");
        }

        if (status == 407 && head.Fields.Values("Proxy-Authenticate") is [var challenge, ..])
        {
            text += $"; the challenge says how to authenticate{RequestWords.Scheme(challenge)}";
            clauses.Add("RFC 9110 §11.7.1");
        }

        if (from == Party.Proxy && ProxyStatus.FailedDial(head.Fields) is ({ Length: > 0 } error, var definition))
        {
            text += $"; its Proxy-Status says how its dial ended: {error}";
            clauses.Add(definition);
        }

        if (head.Line.Version == HttpVersion.Http10)
        {
            text += ", as HTTP/1.0";
            clauses.Add("RFC 9112 §2.3");
        }

        return new(text, Remark.Clauses(clauses), head.Line.ToString().TrimEnd(' '));
    }

    /// <summary>Explains bytes of a body that is framed as <paramref name="framing"/> says.</summary>
    public static Remark Content(long bytes, BodyDelimiter framing)
    {
        // What is counted is what was sent: in chunks, that is more than the content (RFC 9112 §7.1).
        if (framing == BodyDelimiter.Chunked)
            return new($"{Count(bytes)} of chunked body", "RFC 9112 §7.1", $"{Count(bytes)} of chunked body");

        var (how, clause) = framing switch
        {
            BodyDelimiter.Length => ("framed by Content-Length", "RFC 9112 §6.2"),
            _ => ("delimited by the close of the connection", "RFC 9112 §6.3"),
        };
        return new($"{Count(bytes)} of content, {how}", clause, $"{Count(bytes)} of content");
    }

    /// <summary>Explains bytes after a part of a body that was not kept.</summary>
    public static Remark Unplaced(long bytes) =>
        new($"{Count(bytes)} after a part of the body that was not kept", "RFC 9112 §6", $"{Count(bytes)}, probably of the body");

    /// <summary>How many bytes, in words.</summary>
    public static string Count(long bytes) => bytes == 1 ? "1 byte" : $"{bytes} bytes";
}
