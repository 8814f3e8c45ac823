using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Tests.Program;

/// <summary>Runs the executable as a process.</summary>
internal sealed class CommandLineTests
{
    [TestCase("--listen", "0.0.0.0:0", "would serve everybody")]
    [TestCase("--listen", "nonsense", "is not an address and a port")]
    [TestCase("--listen", "127.0.0.1", "is not an address and a port")]
    [TestCase("--credentials", "nocolon", "user:password")]
    [TestCase("--allow-ports", "0", "is not a port")]
    [TestCase("--deny", "10.0.0.0/99", "is not a host")]
    [TestCase("--dial-timeout", "-1", "is not a number of seconds")]
    [TestCase("--trace-html", "/no/such/folder/trace.html", "--trace-html: Could not find a part of the path")]
    [TestCase("--trace-html", "/", "--trace-html: Access to the path")]
    [TestCase("--trace-html", "", "--trace-html: there is no file name")]
    [TestCase("--unknown", "x", "--unknown")]
    public async Task A_mistake_is_one_clear_line_and_exit_code_2(string option, string value, string expected)
    {
        var (exitCode, _, error) = await RunAsync(option, value);
        error.Trim().Should().StartWith("reference-proxy: ").And.Contain(expected).And.NotContain("\n");
        exitCode.Should().Be(2);
    }

    [Test]
    public async Task A_port_in_use_is_exit_code_3()
    {
        using var taken = new Origin();
        var (exitCode, _, error) = await RunAsync("--listen", taken.Authority);
        error.Trim().Should().Be($"reference-proxy: {taken.Authority} is already in use; choose another with --listen");
        exitCode.Should().Be(3);
    }

    [Test]
    public async Task It_serves_until_SIGTERM_and_exits_with_0()
    {
        using var process = Start("--listen", "127.0.0.1:0", "--credentials", "alice:@secret", "--trace");
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        var endPoint = IPEndPoint.Parse(ready!.Split(' ')[^1]);

        using var client = await Peer.DialAsync(endPoint);
        await client.SendAsync("CONNECT x.invalid:1 HTTP/1.0\r\nProxy-Authorization: Basic YWxpY2U6QHNlY3JldA==\r\n\r\n");
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 502 ");

        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        process.ExitCode.Should().Be(0);
        (await process.StandardOutput.ReadToEndAsync()).Should().Contain("RFC 9209 §2.3.2")
            .And.NotContain("\" 502 ", "the trace replaces the log's line for each request");
    }

    [Test]
    public async Task Quiet_it_prints_nothing_of_the_requests()
    {
        using var process = Start("--listen", "127.0.0.1:0", "--quiet");
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        using var client = await Peer.DialAsync(IPEndPoint.Parse(ready!.Split(' ')[^1]));
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 400 ");

        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        (await process.StandardOutput.ReadToEndAsync()).Trim().Should().Be("reference-proxy stops");
    }

    [Test]
    public async Task The_page_of_a_session_is_written_when_it_ends()
    {
        var page = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid()}.html");
        using var process = Start("--listen", "127.0.0.1:0", "--trace-html", page);
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        using var client = await Peer.DialAsync(IPEndPoint.Parse(ready!.Split(' ')[^1]));
        await client.SendAsync(
            "CONNECT x.invalid:1 HTTP/1.1\r\nHost: x.invalid:1\r\nProxy-Authorization: Basic c2VjcmV0\r\n\r\n");
        await client.ReadToFinAsync();

        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));

        (await process.StandardOutput.ReadToEndAsync()).Should().Contain($"reference-proxy wrote {page}").And.Contain("\" 502 ")
            .And.NotContain("#1 ");
        process.ExitCode.Should().Be(0);
        var html = await File.ReadAllTextAsync(page);
        html.Should().Contain("#1 CONNECT x.invalid:1 HTTP/1.1").And.Contain("class=\"ck-seq\"").And.Contain("502")
            .And.NotContain("c2VjcmV0");
        File.Delete(page);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        using var process = Start(args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return (process.ExitCode, await output, await error);
    }

    private static Process Start(params string[] args)
    {
        var program = typeof(ProxyServer).Assembly.Location;
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
