using System.Text;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>A line-based protocol in which the server speaks first, such as SMTP and FTP.</summary>
/// <param name="Banner">What the server sends on accept.</param>
/// <param name="Answer">Maps a command line, without its line end, to the reply, with its line end.</param>
internal sealed record LineDialogue(string Banner, Func<string, string> Answer)
{
    /// <summary>SMTP (RFC 5321 §3.1, §4.2).</summary>
    public static LineDialogue Smtp(string host) => new($"220 {host} ESMTP ready\r\n", command => Verb(command) switch
    {
        "EHLO" => $"250-{host} greets you\r\n250-8BITMIME\r\n250 PIPELINING\r\n",
        "HELO" or "NOOP" or "RSET" => "250 OK\r\n",
        "QUIT" => $"221 {host} closing\r\n",
        _ => "500 Command not recognised\r\n",
    });

    /// <summary>The control connection of FTP (RFC 959 §5.4).</summary>
    public static LineDialogue Ftp { get; } = new("220-This server speaks first\r\n220 FTP ready\r\n",
        command => Verb(command) switch
    {
        "USER" => "331 Password required\r\n",
        "PASS" => "230 Logged in\r\n",
        "NOOP" => "200 OK\r\n",
        "QUIT" => "221 Goodbye\r\n",
        _ => "500 Command not recognised\r\n",
    });

    /// <summary>Answers commands until QUIT, or until the peer ends its side.</summary>
    public async Task RunAsync(WireConnection connection, CancellationToken cancel)
    {
        await connection.SendAsync(Banner, cancel);
        while (await connection.TryReadLineAsync(Timeout.InfiniteTimeSpan, isPlaced: false, cancel) is { } line)
        {
            var command = Encoding.Latin1.GetString(line).TrimEnd('\r', '\n');
            await connection.SendAsync(Answer(command), cancel);
            if (Verb(command) == "QUIT")
                return;
        }
    }

    private static string Verb(string command) => command.Split(' ')[0].ToUpperInvariant();
}
