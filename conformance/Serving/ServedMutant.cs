using System.Net;
using System.Net.Sockets;
using ConformanceKit.Browsers;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Serving;

/// <summary>The reference with one rule broken: one for each connection, behind a tap that records it all.</summary>
/// <param name="mutant">The mutant.</param>
/// <param name="listener">Which of its listeners is served: one of <see cref="ListenerNames"/>.</param>
internal sealed class ServedMutant(Mutant mutant, string listener) : IServed
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // An address of a documentation network (RFC 5737), which is never really dialled.
    private static readonly IPAddress s_somewhere = IPAddress.Parse("192.0.2.1");

    /// <inheritdoc/>
    public string Name => KnownProxies.MutantPrefix + mutant.Name;

    /// <inheritdoc/>
    public string Does => mutant.IsNone ? "the reference, unmodified"
        : mutant.IsNullProxy ? $"no proxy at all: it {mutant.Breaks}"
        : $"the reference, modified so that it {mutant.Breaks}";

    /// <inheritdoc/>
    public string Scheme =>
        ListenerNames.IsTls(listener) ? "https" : ListenerNames.IsSocks5(listener) ? "socks5h" : "http";

    /// <inheritdoc/>
    public UserPassword? Credentials =>
        MutantProxy.Listener(listener) is { User: { } user, Password: { } password } ? new(user, password) : null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes =>
    [
        .. ListenerNames.IsHttp2(listener) ? new[] { "Clients have to speak HTTP/2 to it." } : [],
        .. ListenerNames.IsTls(listener) ? new[] { "Its certificate is for 127.0.0.1." } : [],
    ];

    /// <inheritdoc/>
    public async Task ServeAsync(Socket client, int number, Transcript transcript, CancellationToken over)
    {
        await using var pages = await ServedPages.OpenAsync(transcript, over);
        await using var proxy = new MutantProxy(mutant);
        proxy.TryChange(options => Into(pages, options));
        var (near, far) = await SocketPair.OpenAsync(over);
        var serving = proxy.ServeAsync(listener, far);
        await new TapRelay(transcript, over).RunAsync(client, near);

        // What the mutant itself does with the end of its client takes a moment, unless it never ends.
        await Task.WhenAny(serving, Task.Delay(s_patience, over));
        if (proxy.Faults.FirstOrDefault() is { } fault)
            throw new HarnessException($"The flaw of {Name} failed: {fault.Message}", fault);
    }

    // Its own way of dialling stays, and its own way of choosing an address; only what is there is another.
    private static ProxyOptions Into(ServedPages pages, ProxyOptions options)
    {
        var connect = options.Connect ?? SocketPair.DialAsync;
        return options with
        {
            Resolve = name => name.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase)
                ? throw new SocketException((int)SocketError.HostNotFound)
                : [s_somewhere],
            Connect = (address, cancel) => connect(pages.At(address.Port), cancel),
        };
    }
}
