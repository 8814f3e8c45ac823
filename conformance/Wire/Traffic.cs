using System.Globalization;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>
/// How much a scenario has sent, and whether whoever is graded sent it more than its <see cref="Model.Limits"/> allow. Safe for
/// concurrent use.
/// </summary>
/// <param name="limits">What is allowed.</param>
public sealed class Traffic(Limits limits)
{
    private readonly TaskCompletionSource<RequirementBrokenException> _flooding =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sentByOrigins;
    private long _sentByClients;

    /// <summary>What is allowed.</summary>
    public Limits Limits => limits;

    /// <summary>Completes at the first flood. The scenario has failed then, whatever else comes of it.</summary>
    internal Task<RequirementBrokenException> Flooding => _flooding.Task;

    /// <summary>The first flood, or null while there is none.</summary>
    internal RequirementBrokenException? Flood => _flooding.Task.IsCompleted ? _flooding.Task.Result : null;

    /// <summary>
    /// The most bytes that may arrive on a connection by now. What the same side has sent does not count: an origin that answers
    /// each of endless requests would allow the next.
    /// </summary>
    /// <param name="connection">The connection's name.</param>
    internal long AllowedOn(string connection) =>
        limits.Bytes + (2 * Interlocked.Read(ref IsOrigins(connection) ? ref _sentByClients : ref _sentByOrigins));

    /// <summary>Counts bytes before they are sent, because from then on they may arrive on the other side.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="bytes">How many.</param>
    internal void Send(string connection, long bytes) =>
        Interlocked.Add(ref IsOrigins(connection) ? ref _sentByOrigins : ref _sentByClients, bytes);

    /// <summary>Somebody sent too many bytes.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="marks">What a failure points at.</param>
    internal RequirementBrokenException TooManyBytes(string connection, IReadOnlyList<Mark> marks) =>
        TooMany(connection, $"more than {Size(limits.Bytes)} that nobody sent to it", marks);

    /// <summary>Somebody sent too many interim responses.</summary>
    /// <param name="connection">The connection's name.</param>
    internal RequirementBrokenException TooManyInterim(string connection) =>
        TooMany(connection, $"more than {Number(limits.Messages)} interim responses to one request");

    /// <summary>Somebody sent too many requests on one connection.</summary>
    /// <param name="connection">The connection's name.</param>
    internal RequirementBrokenException TooManyRequests(string connection) =>
        TooMany(connection, $"more than {Number(limits.Messages)} requests");

    /// <summary>Somebody sent too many lines in a head or a trailer section.</summary>
    /// <param name="connection">The connection's name.</param>
    internal RequirementBrokenException TooManyLines(string connection) =>
        TooMany(connection, $"more than {Number(limits.Lines)} lines in one message");

    /// <summary>Somebody opened too many connections to an origin.</summary>
    /// <param name="port">The origin's port.</param>
    internal RequirementBrokenException TooManyConnections(int port) =>
        TooMany("origin", $"more than {Number(limits.Connections)} connections to port {port}", verb: "opened");

    private RequirementBrokenException TooMany(
        string connection, string what, IReadOnlyList<Mark>? marks = null, string verb = "sent")
    {
        var who = connection.StartsWith("proxy ", StringComparison.Ordinal) ? "client" : "proxy";
        var flood = new RequirementBrokenException(ReasonIds.Flood, $"{connection}: the {who} {verb} {what}")
        {
            FailsAtAnyLevel = true,
            Marks = marks ?? [],
        };
        _flooding.TrySetResult(flood);
        return flood;
    }

    private static bool IsOrigins(string connection) => connection.StartsWith("origin", StringComparison.Ordinal);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(long bytes) =>
        bytes % (1024 * 1024) == 0 ? $"{Number(bytes / 1024 / 1024)} MiB"
        : bytes % 1024 == 0 ? $"{Number(bytes / 1024)} KiB"
        : bytes == 1 ? "1 byte"
        : $"{Number(bytes)} bytes";
}
