using System.Net;
using System.Text.Json;
using ConformanceKit.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Containers;
using ConformanceKit.ReferenceProxy;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>The whole suite on a running instance that speaks SOCKS5 and no HTTP.</summary>
internal sealed class SocksOnlyTests
{
    [Test]
    public async Task Only_rows_about_SOCKS5_are_graded_and_the_others_say_why_not()
    {
        await using var server = ProxyServer.Start(new ProxyOptions { SocksListen = new(IPAddress.Loopback, 0) });
        var folder = Directory.CreateTempSubdirectory("conformancekit-socks-").FullName;
        try
        {
            var file = Path.Combine(folder, "report.json");
            var uri = $"socks5://{server.SocksEndPoint}";
            (await RunAsync("run", "--socks-proxy", uri, "--no-browser", "--json", file)).Should().Be(0);
            using var report = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
            var rows = report.RootElement.GetProperty("proxies")[0].GetProperty("scenarios").EnumerateArray()
                .ToDictionary(row => Text(row, "id"), row => (Verdict: Text(row, "verdict"), Reason: Text(row, "reason")));

            // 1. SOCKS5 is graded, and nothing else is.
            rows["socks/connect-ipv4"].Verdict.Should().Be("pass");
            rows["socks/server-first"].Verdict.Should().Be("pass");
            rows.Where(row => !row.Key.StartsWith("socks/", StringComparison.Ordinal)).Should()
                .OnlyContain(row => row.Value.Verdict == "not-applicable").And.HaveCountGreaterThan(500);

            // 2. Whether a row needs a feature, a listener with credentials, or just dials, the reason is the same.
            string[] ofHttp =
            [
                "connect/establish", "absolute-form/origin-form", "auth/407-head", "tls-proxy/connect",
                "socks/socks-on-http-port",
            ];
            ofHttp.Should().OnlyContain(id => rows[id].Reason == "the proxy does not speak HTTP");
            report.RootElement.GetRawText().Should().Contain($"explain connect/establish --socks-proxy {uri}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(JsonElement row, string field) => row.GetProperty(field).GetString()!;

    private static async Task<int> RunAsync(params string[] args)
    {
        var suite = typeof(SuiteLifetime).Assembly;
        await using var containers = new ContainerSession(new DockerEngine("conformancekit"));
        var context = new CommandContext(suite, TextWriter.Null, TextWriter.Null,
            (choice, progress) => ConformanceCommandLine.Open(suite, containers, choice, progress));
        return await ConformanceCommandLine.RunAsync(context, args, CancellationToken.None);
    }
}
