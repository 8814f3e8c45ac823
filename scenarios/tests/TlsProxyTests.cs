using ConformanceKit.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Mutants;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>What the group tls-proxy must not hold against a proxy, because other groups grade it or nothing forbids it.</summary>
internal sealed class TlsProxyTests
{
    [Test]
    public async Task An_end_without_a_reply_is_not_graded_as_one_in_order() =>
        (await ExplainAsync("tls-proxy/close-notify/rejected",
            () => Known("closes-when-it-cannot-connect").Only(ListenerNames.Tls)))
            .Should().Contain("not-applicable: the proxy ends the connection without a reply");

    [Test]
    public async Task A_connection_that_stays_open_has_no_end_to_grade() =>
        (await ExplainAsync("tls-proxy/close-notify/rejected", StaysOpen))
            .Should().Contain("not-applicable: the proxy leaves the connection open");

    [Test]
    public async Task One_port_may_take_TLS_and_cleartext() =>
        (await ExplainAsync("tls-proxy/plaintext-to-tls-port",
            () => new Flaw().Tls(new() { ServesCleartext = true }).Only(ListenerNames.Tls),
            listeners => new Dictionary<string, Listener>(listeners)
            {
                [ListenerNames.Plain] = listeners[ListenerNames.Tls] with { IsTls = false },
            }))
            .Should().Contain("not-applicable: the proxy takes TLS and cleartext at the same port");

    [Test]
    public async Task A_proxy_that_intercepts_the_TLS_of_origins_is_graded_on_its_own() =>
        (await ExplainAsync("tls-proxy/small-records/split-end", () => Known("intercepts-inside-tls")))
            .Should().Contain("pass").And.NotContain("blocked");

    [TestCase("browser/http-page/tls")]
    [TestCase("browser/https-page/tls")]
    public async Task A_wrong_certificate_of_the_proxy_is_an_error_of_the_proxy(string id)
    {
        var output = await ExplainAsync(id, () => Known("shows-a-certificate-that-nobody-trusts"));

        // net::ERR_CERT_AUTHORITY_INVALID would be an error of the origin's.
        output.Should().Contain("could not load").And.Contain("net::ERR_PROXY_CERTIFICATE_INVALID");
    }

    [Test]
    public async Task A_certificate_that_the_run_did_not_give_need_not_be_trusted() =>
        (await ExplainAsync("browser/https-page/tls", () => Known("shows-a-certificate-that-nobody-trusts"),
            listeners => new Dictionary<string, Listener>(listeners)
            {
                [ListenerNames.Tls] = listeners[ListenerNames.Tls] with { IsTrusted = false },
            }))
            .Should().Contain("not-applicable: the browser does not trust the proxy");

    private static Flaw Known(string mutant) => MutantCatalogue.Of(typeof(SuiteLifetime).Assembly).Named(mutant).CreateFlaw();

    private static Flaw StaysOpen() => new Flaw()
        .Answer(head => head.IsConnect && head.Field("Connection") == "close"
            ? "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
            : null)
        .Only(ListenerNames.Tls);

    private static async Task<string> ExplainAsync(string id, Func<Flaw> flaw,
        Func<IReadOnlyDictionary<string, Listener>, IReadOnlyDictionary<string, Listener>>? change = null)
    {
        using var output = new StringWriter();
        var proxy = new MutantProxy(new Mutant("flawed", "has a flaw", flaw));
        var context = new CommandContext(typeof(SuiteLifetime).Assembly, output, TextWriter.Null,
            (_, _) => new SubjectSet([new(change is null ? proxy : new Changed(proxy, change), "flawed")]));
        await ConformanceCommandLine.RunAsync(context, ["explain", id, "--no-reference"], CancellationToken.None);
        return output.ToString();
    }

    /// <summary>A proxy whose listeners are described in another way.</summary>
    private sealed class Changed(
        ProxyUnderTest proxy, Func<IReadOnlyDictionary<string, Listener>, IReadOnlyDictionary<string, Listener>> change)
        : ProxyUnderTest
    {
        public override string Name => proxy.Name;

        public override IReadOnlySet<string> Features => proxy.Features;

        public override async Task<RunningSubject> StartAsync(CancellationToken cancel)
        {
            var running = await proxy.StartAsync(cancel);
            return running with { Listeners = change(running.Listeners) };
        }

        public override ValueTask DisposeAsync() => proxy.DisposeAsync();
    }
}
