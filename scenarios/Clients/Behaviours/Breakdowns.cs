using ConformanceKit.ScriptedProxies;

namespace ConformanceKit.Scenarios.Clients.Behaviours;

/// <summary>Proxies whose answer to CONNECT is none.</summary>
public static class Breakdowns
{
    /// <summary>The most that an endless head has: whoever reads all of it has no bound.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    private const int Piece = 64 * 1024;

    // Long enough to see whether a client takes the answer for an open tunnel and goes on.
    private static readonly TimeSpan s_while = TimeSpan.FromSeconds(1);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Behaviour> All { get; } =
    [
        Once("closes", "closes the connection instead of answering", ""),
        Once("truncates-head", "ends the connection in the middle of the head of a 200", "HTTP/1.1 200 OK\r\nX: y"),
        Once("sends-ssh-banner", "answers with the banner of SSH", "SSH-2.0-OpenSSH_9.2\r\n\r\n", s_while),
        Once("sends-icy", "answers as Shoutcast does", "ICY 200 OK\r\n\r\n", s_while),
        Once("sends-http2-status-line", "answers with a status line of HTTP/2", "HTTP/2 200 \r\n\r\n", s_while),
        Once("sends-four-digits", "answers with a status code of four digits", "HTTP/1.1 2000 X\r\n\r\n", s_while),
        Once("stays-silent", "never answers", "", Timeout.InfiniteTimeSpan),
        new("drips", "sends a head that never ends, a byte now and then", async connection =>
        {
            await connection.RequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nX: ");
            while (!connection.Wire.PeerReset && !connection.Wire.PeerFinished)
            {
                await connection.SendAsync("y");
                await connection.PauseAsync(TimeSpan.FromMilliseconds(200));
            }
        }),
        Endless("sends-endless-head", "sends field lines without end", "X-Fill: " + new string('x', 1000) + "\r\n"),
        Endless("sends-endless-field", "sends one field line without end", new string('x', 1024)),
    ];

    /// <summary>The one with a name.</summary>
    /// <param name="name">The name.</param>
    public static Behaviour Of(string name) => All.Single(behaviour => behaviour.Name == name);

    private static Behaviour Once(string name, string does, string answer, TimeSpan stays = default) =>
        new(name, does, async connection =>
        {
            if (await connection.RequestAsync() is null)
                return;
            await connection.SendAsync(answer);
            var closed = connection.UntilClosedAsync();
            await Task.WhenAny(closed, Task.Delay(stays, connection.Cancel));
            connection.Wire.ShutdownSend();
            await closed;
        });

    private static Behaviour Endless(string name, string does, string unit) => new(name, does, async connection =>
    {
        if (await connection.RequestAsync() is null)
            return;
        await connection.SendAsync("HTTP/1.1 200 OK\r\nX: ");
        var piece = string.Concat(Enumerable.Repeat(unit, Piece / unit.Length));
        for (var sent = 0; sent < MostBytes && !connection.Wire.PeerReset; sent += piece.Length)
            await connection.SendAsync(piece);
    });
}
