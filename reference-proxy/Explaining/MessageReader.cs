using System.Runtime.InteropServices;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Reads one direction of a connection that carries messages: tells heads from content, in whatever portions they arrive.
/// </summary>
/// <param name="requests">Whether this direction carries requests; if not, it carries responses.</param>
internal sealed class MessageReader(bool requests)
{
    // An observer does not limit the size of a head.
    private const int MaxHead = int.MaxValue;

    private byte[] _joined = [];
    private ReadOnlyMemory<byte> _pending;
    private RequestHeadParser? _request;
    private ResponseHeadParser? _response;
    private BodyFollower? _body;

    // Whether it is unknown where in a body the next bytes are, because some before them were not kept.
    private bool _astray;

    /// <summary>Says what these bytes are, part by part. No input makes it throw.</summary>
    /// <param name="bytes">The bytes that were kept.</param>
    /// <param name="lost">How many more were sent but not kept.</param>
    /// <param name="follow">Called with each head; returns the framing of its body, or null if no message follows.</param>
    public IReadOnlyList<MessagePart> Take(ReadOnlyMemory<byte> bytes, long lost, Func<MessagePart, BodyFraming?> follow)
    {
        var parts = new List<MessagePart>();
        _pending = _pending.IsEmpty ? bytes : Joined(bytes.Span);
        while (!_pending.IsEmpty)
        {
            // 1. The rest of a body.
            if (_body is not null)
            {
                if (!TakeBody(parts))
                    break;
                continue;
            }

            // 2. A head, part of one, or something else: then the rest is ignored.
            var length = _pending.Length;
            var head = TakeHead();
            if (head is MessagePart.Unreadable && _astray)
            {
                parts.Add(new MessagePart.Unplaced(length + lost));
                Forget();
                return parts;
            }

            _astray = false;
            parts.Add(head);
            if (head is MessagePart.PartOfHead)
                break;
            if (head is MessagePart.Unreadable)
            {
                Forget();
                return parts;
            }

            // 3. What follows it.
            if (follow(head) is not { } framing)
            {
                if (_pending.Length + lost > 0 && head is not MessagePart.RequestHead { IsWhole: false })
                    parts.Add(new MessagePart.Rest(_pending, _pending.Length + lost));
                Forget();
                return parts;
            }

            if (framing.HasContent)
                _body = new BodyFollower(framing, requests);
        }

        if (lost > 0)
            Lose(parts, lost);
        return parts;
    }

    /// <summary>Discards all state: what comes next is read as if nothing had come before.</summary>
    public void Forget()
    {
        _pending = default;
        (_request, _response, _body) = (null, null, null);
    }

    // A line may arrive a few bytes at a time. The buffer leaves as much room again after what it holds, so that the bytes in it
    // are not copied for each arrival.
    private ReadOnlyMemory<byte> Joined(ReadOnlySpan<byte> bytes)
    {
        var length = _pending.Length + bytes.Length;
        if (!MemoryMarshal.TryGetArray(_pending, out var held) || held.Array != _joined || held.Offset + length > _joined.Length)
        {
            _joined = new byte[2 * length];
            _pending.CopyTo(_joined);
            held = new(_joined, 0, _pending.Length);
        }

        bytes.CopyTo(_joined.AsSpan(held.Offset + held.Count));
        return _joined.AsMemory(held.Offset, length);
    }

    private bool TakeBody(List<MessagePart> parts)
    {
        var taken = _body!.Take(_pending.Span);
        _pending = _pending[taken..];
        AddContent(parts, taken);
        if (!_body.IsComplete)
            return taken > 0;
        _body = null;
        return true;
    }

    private void AddContent(List<MessagePart> parts, long bytes)
    {
        if (bytes == 0)
            return;
        if (parts is [.., MessagePart.Content before])
            parts[^1] = before with { Length = before.Length + bytes };
        else
            parts.Add(new MessagePart.Content(bytes, _body!.Delimiter));
    }

    // More was sent than kept: either all of it belongs to the body, or it is unknown where the next head begins.
    private void Lose(List<MessagePart> parts, long lost)
    {
        if (_body is not null)
        {
            AddContent(parts, lost);
            if (_body.TrySkip(lost) && !_body.IsComplete)
                return;
        }

        _astray = _body is not null;
        Forget();
    }

    private MessagePart TakeHead() => requests ? TakeRequest() : TakeResponse();

    private MessagePart TakeRequest()
    {
        var head = _request ??= new RequestHeadParser(MaxHead, MaxHead);
        _pending = _pending[head.Take(_pending.Span)..];
        if (head.Rejected is { } why && head.Line is null)
            return new MessagePart.Unreadable(why);
        if (!head.IsComplete && head.Rejected is null)
            return new MessagePart.PartOfHead();
        _request = null;
        var wrong = head.Rejected ?? Request.Check(head.Line!, head.Fields).Rejected;
        return new MessagePart.RequestHead(head.Line!, head.Fields, wrong, head.IsComplete);
    }

    private MessagePart TakeResponse()
    {
        var head = _response ??= new ResponseHeadParser(MaxHead);
        _pending = _pending[head.Take(_pending.Span)..];
        if (head.Rejected is { } why)
            return new MessagePart.Unreadable(why);
        if (!head.IsComplete)
            return new MessagePart.PartOfHead();
        _response = null;
        return new MessagePart.ResponseHead(head.Line!, head.Fields);
    }
}
