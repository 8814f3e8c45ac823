using System.Text.Json;
using ConformanceKit.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Tests.Wire.Http2;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>
/// The group h2 on a proxy that shares no line with the reference or with the kit: 60 lines on top of a web server that is right
/// about HTTP/2 wherever an ordinary website needs it. What it breaks is known, and nothing else may be held against it.
/// </summary>
/// <remarks>
/// Two more faults have no row: the server ends a tunnel for its client's silence unless a limit is switched off, and does not tell
/// with which code the client has reset a stream.
/// </remarks>
internal sealed class KestrelProxyTests
{
    // What can only be seen by waiting in vain.
    private const string Slow = "h2/stalled-isolated,h2/headers-mid-tunnel/end-stream,h2/headers-mid-tunnel/h2c-end-stream";

    private static readonly Dictionary<string, string> s_expected = new()
    {
        // Without :authority, the server lets the program have Host, and does not tell it.
        ["h2/authority-missing/host"] = "fail, accepted",
        ["h2/authority-missing/empty"] = "fail, accepted",

        // Without either, the program finds no port, and answers 500.
        ["h2/authority-missing/none"] = "warning, status",
        ["h2/host-mismatch"] = "warning, accepted",

        // Of the fields of the connection, the server knows connection and te.
        ["h2/connection-fields/keep-alive"] = "fail, accepted",
        ["h2/connection-fields/proxy-connection"] = "fail, accepted",
        ["h2/connection-fields/transfer-encoding"] = "fail, accepted",
        ["h2/connection-fields/upgrade"] = "fail, accepted",

        // In names it looks for upper case and NUL, in values for CR, LF and NUL.
        ["h2/field-names/colon"] = "fail, accepted",
        ["h2/field-names/del"] = "fail, accepted",
        ["h2/field-names/space"] = "fail, accepted",
        ["h2/field-values/leading-space"] = "fail, accepted",
        ["h2/field-values/trailing-tab"] = "fail, accepted",

        // To a server, HEADERS with END_STREAM are the trailers of a request.
        ["h2/headers-mid-tunnel/end-stream"] = "fail, not-closed",

        // Its code is INTERNAL_ERROR.
        ["h2/hpack-garbage"] = "warning, error-code",

        // The window of the connection is hardly larger than that of a stream, so that two tunnels use it up.
        ["h2/stalled-isolated"] = "warning, bytes-timeout",
    };

    [Test]
    public async Task It_fails_where_the_server_is_not_made_for_tunnels_and_nowhere_else()
    {
        await using var proxy = await KestrelProxy.StartAsync();
        string[] listeners =
        [
            "--proxy", $"http://{proxy.H2c}", "--h2c-proxy", $"http://{proxy.H2c}", "--h2-proxy", $"https://{proxy.H2}",
        ];

        var parts = await Task.WhenAll(
            RunAsync(["--filter", "h2/*", "--exclude", Slow, .. listeners]),
            RunAsync(["--filter", Slow, "--wait", "reply=3s", .. listeners]));

        var broken = parts.SelectMany(part => part).Where(row => row.Value is not ("pass" or "info" or "not-applicable"))
            .ToDictionary();
        var inCleartext = s_expected.ToDictionary(row => Requirement.IdThrough(row.Key, "h2c"), row => row.Value);
        broken.Should().Equal(
            s_expected.Concat(inCleartext).ToDictionary(), "both listeners have the same server behind them");
        parts.SelectMany(part => part).Count(row => row.Value == "pass").Should().BeGreaterThan(100);
    }

    // The verdict of each case, with the id of its reason where there is one that counts.
    private static async Task<Dictionary<string, string>> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("conformancekit-kestrel-").FullName;
        try
        {
            var file = Path.Combine(folder, "report.json");
            var suite = typeof(SuiteLifetime).Assembly;
            await using var containers = new ContainerSession(new DockerEngine("conformancekit"));
            var context = new CommandContext(suite, TextWriter.Null, TextWriter.Null,
                (choice, progress) => ConformanceCommandLine.Open(suite, containers, choice, progress));
            await ConformanceCommandLine.RunAsync(
                context, ["run", "--no-browser", "--no-preflight", "--json", file, .. args], CancellationToken.None);

            using var report = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
            return report.RootElement.GetProperty("proxies")[0].GetProperty("scenarios").EnumerateArray()
                .ToDictionary(row => Text(row, "id"), row => Text(row, "verdict") is var verdict && verdict is "fail" or "warning"
                    ? $"{verdict}, {Text(row, "reasonId")}"
                    : verdict);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(JsonElement row, string field) => row.GetProperty(field).GetString()!;
}
