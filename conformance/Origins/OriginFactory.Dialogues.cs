using System.Diagnostics;
namespace ConformanceKit.Origins;

/// <content>Origins that speak first.</content>
public sealed partial class OriginFactory
{
    /// <summary>An origin that sends a banner on accept, then only listens until the peer ends its side.</summary>
    /// <param name="banner">The banner, each character one byte.</param>
    /// <param name="cancel">As everywhere.</param>
    /// <returns>The listening origin.</returns>
    public Task<BannerOrigin> BannerAsync(string banner, CancellationToken cancel) => StartBannerAsync(
        banner,
        async (connection, ending) =>
        {
            await connection.SendAsync(banner, ending);
            await connection.ReadToEndAsync(ending, Timeout.InfiniteTimeSpan);
        },
        cancel);

    /// <summary>An SMTP server: 220 on accept, answers EHLO, HELO, NOOP, RSET and QUIT (RFC 5321).</summary>
    /// <param name="cancel">As everywhere.</param>
    /// <returns>The listening origin.</returns>
    public Task<BannerOrigin> SmtpAsync(CancellationToken cancel) => StartLinesAsync(LineDialogue.Smtp(place.Host), cancel);

    /// <summary>An FTP server's control connection: a 220 of two lines on accept, answers USER, PASS, NOOP and QUIT (RFC 959).</summary>
    /// <param name="cancel">As everywhere.</param>
    /// <returns>The listening origin.</returns>
    public Task<BannerOrigin> FtpAsync(CancellationToken cancel) => StartLinesAsync(LineDialogue.Ftp, cancel);

    /// <summary>
    /// An SSH server up to the identification strings: its own on accept, and after the client's a disconnect packet and a close
    /// (RFC 4253 §4.2, §11.1).
    /// </summary>
    /// <param name="cancel">As everywhere.</param>
    /// <returns>The listening origin.</returns>
    public Task<BannerOrigin> SshAsync(CancellationToken cancel) =>
        StartBannerAsync(SshDialogue.Identification, SshDialogue.RunAsync, cancel);

    /// <summary>A Telnet server that goes through the dialogue of <see cref="Telnet"/>, then echoes.</summary>
    /// <param name="cancel">As everywhere.</param>
    /// <returns>The listening origin.</returns>
    public Task<BannerOrigin> TelnetAsync(CancellationToken cancel) => StartBannerAsync(Telnet.Greeting, Telnet.RunAsync, cancel);

    private Task<BannerOrigin> StartLinesAsync(LineDialogue dialogue, CancellationToken cancel) =>
        StartBannerAsync(dialogue.Banner, dialogue.RunAsync, cancel);

    private Task<BannerOrigin> StartBannerAsync(string banner, OriginScript script, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var began = Stopwatch.GetTimestamp();
        var socket = OriginPort.Bind(place.Address);
        return Made(began, new BannerOrigin(place.Host, socket, new(socket, script, transcript, waits), banner));
    }
}
