using System.Globalization;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>
/// What a conformant server sends for a scripted response. A script holds one response; this adapts it to the request's version,
/// method and connection options, and adds what every response has to carry.
/// </summary>
/// <param name="Text">The bytes to send, each character one byte.</param>
/// <param name="Closes">Whether the connection ends after it.</param>
internal readonly record struct ServerReply(string Text, bool Closes)
{
    /// <summary>The reply to a well-formed request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="script">The raw response, with any 1xx responses before it; what is not HTTP is sent unchanged.</param>
    /// <param name="now">The time of the answer.</param>
    /// <param name="isExact">
    /// Whether the script's bytes are sent unchanged; then the rules decide only when the connection ends.
    /// </param>
    /// <exception cref="HarnessException">There are bytes after the response's end.</exception>
    public static ServerReply To(WireRequest request, string script, DateTimeOffset now, bool isExact = false)
    {
        if (ScriptedResponse.TryParse(script) is not { } scripted)
            return new(script, IsLast(request));
        var response = scripted.Response;
        var head = new HeadEditor(response);
        var body = scripted.Rest;
        var isOld = request.Version == "HTTP/1.0";

        // 1. The method and the status decide whether there is a body (RFC 9112 §6.3).
        var framing = BodyFraming.Of(response, request.Method);
        var isTunnel = response.StatusCode == 101 || (request.Method == "CONNECT" && response.IsSuccessful);
        if (framing.Rule == FramingRule.NoBody && !isTunnel)
            body = "";
        if (response.StatusCode == 204)
            head.Remove("Content-Length"); // RFC 9110 §8.6
        if (framing.Rule == FramingRule.Length && body.Length > framing.Length && !isExact)
        {
            throw new HarnessException(
                "A scripted response continues after its end. If that is intended, let the origin send exactly these bytes "
                + "(HttpExactlyAsync).");
        }

        var isCutShort = framing.Rule == FramingRule.Length && body.Length < framing.Length;

        // 2. An HTTP/1.0 client knows no transfer coding (RFC 9112 §6.1), and no 1xx (RFC 9110 §15.2).
        if (isOld && response.HasField("Transfer-Encoding"))
        {
            foreach (var name in (string[])["Transfer-Encoding", "Trailer", "Content-Length"])
                head.Remove(name);
            if (framing.Rule == FramingRule.Chunked)
            {
                (body, var isComplete) = ScriptedResponse.Decode(body);

                // The rest is unknown, but the client has to see that something is missing.
                head.Add($"Content-Length: {body.Length + (isComplete ? 0 : 1)}");
            }
        }

        // 3. Date always (RFC 9110 §6.6.1); Content-Type where there is or could be content, to HEAD too (§8.3, §9.3.2).
        if (!response.HasField("Date"))
            head.Add($"Date: {now.ToString("r", CultureInfo.InvariantCulture)}");
        if (!response.HasField("Content-Type") && !isTunnel && response.StatusCode is >= 200 and not (204 or 304))
            head.Add("Content-Type: text/plain");

        // 4. The connection ends if either side says so (§9.3, §9.6), if both framing fields were present (§6.3), or if the body
        // has no other end. The server announces an end that it knows of.
        var closes = !isTunnel
            && (IsLast(request) || Says(response, "close") || framing.Rule == FramingRule.UntilClose || isCutShort
            || (response.Version == "HTTP/1.0" && !Says(response, "keep-alive")));
        if (closes && !isCutShort && response.Version != "HTTP/1.0" && !Says(response, "close"))
            head.AddOption("close");
        if (!closes && isOld && !Says(response, "keep-alive"))
            head.AddOption("keep-alive");
        if (isExact)
            return new(script, closes);
        return new((isOld ? "" : scripted.Interim) + head.Text + body, closes);
    }

    /// <summary>The reply that rejects a request and ends the connection.</summary>
    /// <param name="status">Status code and reason phrase.</param>
    /// <param name="why">The content, for people to read.</param>
    /// <param name="now">The time of the answer.</param>
    public static ServerReply Rejecting(string status, string why, DateTimeOffset now) => new(
        Requests.Head(
            $"HTTP/1.1 {status}",
            $"Date: {now.ToString("r", CultureInfo.InvariantCulture)}",
            "Content-Type: text/plain",
            $"Content-Length: {why.Length + 1}",
            "Connection: close") + $"{why}\n",
        true);

    // HTTP/1.0 persists only with keep-alive, as common servers permit; with a transfer coding its framing is faulty (§6.1).
    private static bool IsLast(WireRequest request) => Says(request, "close")
        || (request.Version == "HTTP/1.0" && (!Says(request, "keep-alive") || request.HasField("Transfer-Encoding")))
        || (request.HasField("Transfer-Encoding") && request.HasField("Content-Length"));

    private static bool Says(WireMessage message, string option) =>
        message.Members("Connection").Contains(option, StringComparer.OrdinalIgnoreCase);

    /// <summary>Edits the head of a scripted response, and leaves all other lines as they are.</summary>
    private sealed class HeadEditor(WireResponse response)
    {
        private string _text = Encoding.Latin1.GetString(response.RawHead.Span);

        public string Text => _text;

        /// <summary>Adds a field line after the status line, with the same line end as the status line.</summary>
        public void Add(string fieldLine)
        {
            var lineFeed = _text.IndexOf('\n', StringComparison.Ordinal);
            var lineEnd = _text[lineFeed - 1] == '\r' ? "\r\n" : "\n";
            _text = _text.Insert(lineFeed + 1, fieldLine + lineEnd);
        }

        /// <summary>Adds a connection option, to the script's own Connection field if it has one.</summary>
        public void AddOption(string option)
        {
            if (response.Fields.LastOrDefault(field => field.Is("Connection")) is not { } connection)
                Add($"Connection: {option}");
            else
                _text = _text.Insert(LineOf(connection) + connection.Raw.Length, $", {option}");
        }

        public void Remove(string name)
        {
            foreach (var field in response.Fields.Where(field => field.Is(name)))
            {
                var at = LineOf(field);
                _text = _text.Remove(at, _text.IndexOf('\n', at + field.Raw.Length) + 1 - at);
            }
        }

        private int LineOf(FieldLine field) =>
            _text.IndexOf($"\n{Encoding.Latin1.GetString(field.Raw.Span)}", StringComparison.Ordinal) + 1;
    }
}
