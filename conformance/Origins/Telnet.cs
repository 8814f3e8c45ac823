using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>
/// A short Telnet dialogue (RFC 854, RFC 1091). Its members are in the order in which they are sent: options, a subnegotiation,
/// and text with doubled 255s, all of which a tunnel must leave alone.
/// </summary>
public static class Telnet
{
    /// <summary>Server, on accept: IAC DO TERMINAL-TYPE, IAC WILL ECHO, IAC WILL SUPPRESS-GO-AHEAD, then text.</summary>
    public const string Greeting = "\xFF\xFD\x18\xFF\xFB\x01\xFF\xFB\x03" + "ready \xFF\xFF\r\n";

    /// <summary>Client: IAC WILL TERMINAL-TYPE, IAC DO ECHO, IAC DO SUPPRESS-GO-AHEAD.</summary>
    public const string Agreement = "\xFF\xFB\x18\xFF\xFD\x01\xFF\xFD\x03";

    /// <summary>Server: IAC SB TERMINAL-TYPE SEND IAC SE.</summary>
    public const string Question = "\xFF\xFA\x18\x01\xFF\xF0";

    /// <summary>Client: IAC SB TERMINAL-TYPE IS "XTERM" IAC SE.</summary>
    public const string Answer = "\xFF\xFA\x18\0XTERM\xFF\xF0";

    /// <summary>Server: a prompt, with a bare carriage return (CR NUL). From here on the server echoes.</summary>
    public const string Prompt = "\r\0login: ";

    internal static async Task RunAsync(WireConnection connection, CancellationToken cancel)
    {
        await connection.SendAsync(Greeting, cancel);
        await ExpectAsync(connection, Agreement, cancel);
        await connection.SendAsync(Question, cancel);
        await ExpectAsync(connection, Answer, cancel);
        await connection.SendAsync(Prompt, cancel);
        await Scripts.EchoAsync(connection, cancel);
    }

    private static async Task ExpectAsync(WireConnection connection, string expected, CancellationToken cancel)
    {
        var got = await connection.ReadExactlyAsync(expected.Length, Timeout.InfiniteTimeSpan, cancel);
        if (Encoding.Latin1.GetString(got) == expected)
            return;
        throw new RequirementBrokenException(
            ReasonIds.BytesDiffer,
            $"{connection.Name}: expected \"{ByteText.Escape(expected)}\" at the Telnet origin, but got "
            + $"\"{ByteText.Escape(got)}\"")
        {
            Marks = got.Marks(),
        };
    }
}
