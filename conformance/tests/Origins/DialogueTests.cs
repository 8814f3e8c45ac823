using System.Buffers.Binary;
using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Origins;

internal sealed class DialogueTests : OriginTest
{
    [Test]
    public async Task A_banner_comes_to_a_silent_client_and_nothing_else_does()
    {
        var origin = await Origins.BannerAsync("220 x\r\n");
        var client = await DialAsync(origin);

        await SeesAsync(client, "220 x\r\n");
        await client.SendAsync("anything", Cancel);
        (await client.ExpectSilenceAsync()).Should().BeEmpty();
        client.ShutdownSend();
        (await client.ReadToEndAsync()).Should().BeFin().And.HaveBytes("");
        await origin.FinishedAsync(Cancel);
    }

    [Test]
    public async Task SMTP_goes_from_220_to_221()
    {
        var origin = await Origins.SmtpAsync();
        var client = await DialAsync(origin);

        origin.Banner.Should().StartWith("220 localhost ");
        await SeesAsync(client, origin.Banner);
        await client.SendAsync("EHLO client.test\r\n", Cancel);
        await SeesAsync(client, "250-localhost greets you\r\n250-8BITMIME\r\n250 PIPELINING\r\n");
        await client.SendAsync("NONSENSE\r\nNOOP\r\nquit\r\n", Cancel);
        (await client.ReadToEndAsync()).Should().BeFin()
            .And.HaveBytes("500 Command not recognised\r\n250 OK\r\n221 localhost closing\r\n");
        await origin.FinishedAsync(Cancel);
    }

    [Test]
    public async Task FTP_goes_from_220_to_221()
    {
        var origin = await Origins.FtpAsync();
        var client = await DialAsync(origin);

        await SeesAsync(client, origin.Banner);
        await client.SendAsync("USER anonymous\r\n", Cancel);
        await SeesAsync(client, "331 Password required\r\n");
        await client.SendAsync("PASS x\r\nQUIT\r\n", Cancel);
        (await client.ReadToEndAsync()).Should().BeFin().And.HaveBytes("230 Logged in\r\n221 Goodbye\r\n");
    }

    [Test]
    public async Task SSH_goes_from_the_identification_to_a_disconnect_packet()
    {
        var origin = await Origins.SshAsync();
        var client = await DialAsync(origin);

        await SeesAsync(client, "SSH-2.0-ConformanceKit\r\n");
        await client.SendAsync("SSH-2.0-client\r\n", Cancel);
        var end = await client.ReadToEndAsync();

        end.Should().BeFin();
        BinaryPrimitives.ReadInt32BigEndian(end.Bytes).Should().Be(end.Bytes.Length - 4);
        (end.Bytes.Length % 8).Should().Be(0);
        end.Bytes[4].Should().BeGreaterThanOrEqualTo(4, "that is the least padding");
        end.Bytes[5].Should().Be(1, "that is SSH_MSG_DISCONNECT");
        Encoding.ASCII.GetString(end.Bytes).Should().Contain("That is all.");
    }

    [Test]
    public async Task Telnet_negotiates_asks_and_echoes()
    {
        var origin = await Origins.TelnetAsync();
        var client = await DialAsync(origin);

        origin.Banner.Should().Be(Telnet.Greeting).And.Contain("\xFF\xFF");
        await SeesAsync(client, Telnet.Greeting);
        await client.SendAsync(Telnet.Agreement, Cancel);
        await SeesAsync(client, Telnet.Question);
        await client.SendBytewiseAsync(Telnet.Answer, Cancel);
        await SeesAsync(client, Telnet.Prompt);
        await client.SendAsync("user\xFF\xFF\r\0", Cancel);
        await SeesAsync(client, "user\xFF\xFF\r\0");
    }

    [Test]
    public async Task Telnet_bytes_that_were_touched_on_the_way_surface()
    {
        var origin = await Origins.TelnetAsync();
        var client = await DialAsync(origin);
        await client.SendAsync(Telnet.Agreement.Replace('\xFF', '?'), Cancel);
        (await client.ReadToEndAsync()).Should().BeFin();

        var finishing = () => origin.FinishedAsync(Cancel);

        (await finishing.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be(ReasonIds.BytesDiffer);
    }

    private static async Task SeesAsync(WireConnection client, string expected) =>
        (await client.ReadExactlyAsync(expected.Length)).Should().Equal(expected);
}
