using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>What the frames mean that carry neither a request nor bytes: they are about a connection of HTTP/2 as such.</summary>
internal static class ConnectionFrameWords
{
    /// <summary>A sentence about the frame, or null if it is another one.</summary>
    /// <param name="note">The frame.</param>
    /// <param name="from">Who sends it.</param>
    public static string? Of(FrameNote note, Party from)
    {
        var (sender, other) = from == Party.Client ? ("client", "proxy") : ("proxy", "client");
        var isAnswer = note.Flags.Contains("ACK");
        return note.Name switch
        {
            FrameNote.Preface => "The client begins HTTP/2; a server that speaks only HTTP/1 refuses this request",
            "SETTINGS" when isAnswer => $"The {sender} keeps to the {other}'s settings from now on",
            "SETTINGS" => $"The {sender} says what it can take, and the {other} has to acknowledge it",
            "PING" when isAnswer => $"The {sender} answers: it is still there",
            "PING" => $"The {sender} wants to know whether the {other} is still there",
            "WINDOW_UPDATE" when note.Count > 1 => $"The {other} may send more bytes of DATA, as their sum says",
            "WINDOW_UPDATE" => $"The {other} may send {note.Content} more bytes of DATA on "
                + (note.Stream == 0 ? "all streams together" : "this stream"),
            "GOAWAY" when note.Content.StartsWith("NO_ERROR", StringComparison.Ordinal) =>
                $"The {sender} takes no new streams; those up to the last one that it names go on",
            "GOAWAY" => $"The {sender} ends the connection, and with it all streams, because the {other} made an error",
            "PRIORITY" => "Nobody has to look at this: the frame is deprecated",
            _ when note.Name.StartsWith("frame of type", StringComparison.Ordinal) =>
                $"The {other} ignores a frame whose type it does not know",
            _ => null,
        };
    }
}
