using System.Runtime.InteropServices;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// One direction of a connection on which messages are exchanged: tells heads from content, in whatever portions they come.
/// </summary>
/// <param name="requests">Whether requests go in this direction; else responses.</param>
internal sealed class MessageReader(bool requests)
{
    // Whoever watches sets no limit of its own.
    private const int MaxHead = int.MaxValue;

    private byte[] _joined = [];
    private ReadOnlyMemory<byte> _pending;
    private RequestHeadParser? _request;
    private ResponseHeadParser? _response;
    private BodyFollower? _body;

    /// <summary>What these bytes are, part by part. Nothing that arrives here throws.</summary>
    /// <param name="bytes">The bytes that were kept.</param>
    /// <param name="lost">How many more there were.</param>
    /// <param name="follow">Called with each head: the framing of its body, or null when no message follows behind it.</param>
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

            // 2. A head, or a part of one, or none at all: then the rest is not looked at.
            var head = TakeHead();
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
                    parts.Add(new MessagePart.Behind(_pending, _pending.Length + lost));
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

    /// <summary>Looks at what comes next as if nothing had come before.</summary>
    public void Forget()
    {
        _pending = default;
        (_request, _response, _body) = (null, null, null);
    }

    // A line may come in drops: there is room for as much again behind what is joined, so that no byte is copied for each of
    // them.
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
            parts[^1] = before with { Bytes = before.Bytes + bytes };
        else
            parts.Add(new MessagePart.Content(bytes, _body!.Delimiter));
    }

    // Where more was sent than kept, the body goes on, or nobody knows where the next head is.
    private void Lose(List<MessagePart> parts, long lost)
    {
        if (_body is not null)
        {
            AddContent(parts, lost);
            if (_body.TrySkip(lost) && !_body.IsComplete)
                return;
        }

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
