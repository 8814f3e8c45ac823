using System.Diagnostics;
namespace ConformanceKit.Origins;

/// <content>Origins that speak first.</content>
public sealed partial class OriginFactory
{
    /// <summary>An origin that sends a banner on accept, then only listens until the peer ends its side.</summary>
    /// <param name="banner">The banner, each character one byte.</param>
    /// <returns>The listening origin.</returns>
    public Task<BannerOrigin> BannerAsync(string banner) => StartBannerAsync(
        banner,
        async (connection, ending) =>
        {
            await connection.SendAsync(banner, ending);
            await connection.ReadToEndAsync(Timeout.InfiniteTimeSpan, ending);
        });

    /// <summary>An SMTP server that sends 220 on accept, and answers EHLO, HELO, NOOP, RSET and QUIT (RFC 5321).</summary>
    /// <returns>The listening origin.</returns>
    public Task<BannerOrigin> SmtpAsync() => StartLinesAsync(LineDialogue.Smtp(place.Host));

    /// <summary>
    /// The control connection of an FTP server that sends a two-line 220 on accept, and answers USER, PASS, NOOP and QUIT
    /// (RFC 959).
    /// </summary>
    /// <returns>The listening origin.</returns>
    public Task<BannerOrigin> FtpAsync() => StartLinesAsync(LineDialogue.Ftp);

    /// <summary>
    /// An SSH server that goes no further than the identification strings: it sends its own on accept, and after the client's it
    /// sends a disconnect packet and closes (RFC 4253 §4.2, §11.1).
    /// </summary>
    /// <returns>The listening origin.</returns>
    public Task<BannerOrigin> SshAsync() =>
        StartBannerAsync(SshDialogue.Identification, SshDialogue.RunAsync);

    /// <summary>A Telnet server that goes through the dialogue of <see cref="Telnet"/>, then echoes.</summary>
    /// <returns>The listening origin.</returns>
    public Task<BannerOrigin> TelnetAsync() => StartBannerAsync(Telnet.Greeting, Telnet.RunAsync);

    private Task<BannerOrigin> StartLinesAsync(LineDialogue dialogue) =>
        StartBannerAsync(dialogue.Banner, dialogue.RunAsync);

    private Task<BannerOrigin> StartBannerAsync(string banner, OriginScript script)
    {
        over.ThrowIfCancellationRequested();
        var began = Stopwatch.GetTimestamp();
        var socket = OriginPort.Bind(place.Address, place.Ports);
        return Made(began, new BannerOrigin(place.Host, socket, new(socket, script, transcript, waits, over), banner));
    }
}
