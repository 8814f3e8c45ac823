using System.Diagnostics.CodeAnalysis;
using ConformanceKit.Browsers;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using NUnit.Framework;

namespace ConformanceKit.Running.Authoring;

/// <summary>
/// Base of every fixture of scenarios. A fixture is <c>public sealed class Establishing(string proxy) : Scenario(proxy)</c> and
/// its checks are methods marked with <see cref="RequirementAttribute"/>. Each case gets its own instance, transcript and
/// origins, so that all can run at once; NUnit's SetUp and TearDown methods are not run.
/// </summary>
/// <param name="proxyName">The proxy to grade.</param>
[PerProxy]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public abstract partial class Scenario(string proxyName)
{
    private ScenarioContext? _context;

    internal string ProxyName { get; } = proxyName;

    internal ScenarioContext Context
    {
        get => _context ?? throw new InvalidOperationException("A scenario's members are available only while its body runs.");
        set => _context = value;
    }

    /// <summary>The proxy under test.</summary>
    protected ProxyHandle Proxy => Context.Proxy;

    /// <summary>Makes this scenario's origins; they are closed with it.</summary>
    protected OriginFactory Origins => Context.Origins;

    /// <summary>Both sides' bytes and events of this scenario.</summary>
    protected Transcript Transcript => Context.Transcript;

    /// <summary>The run's waits.</summary>
    protected Waits Waits => Context.Waits;

    /// <summary>
    /// Fires when the scenario's budget is used up or the run is stopped. The proxy, the origins and their connections already
    /// observe it, so pass it on only to other waits.
    /// </summary>
    protected CancellationToken Cancel => Context.Cancel;

    /// <summary>
    /// Opens a page all of whose connections go through a listener of the proxy; if challenged, it sends that one's credentials.
    /// </summary>
    /// <param name="listener">For instance <see cref="ProxyHandle.PlainListener"/>.</param>
    /// <param name="opensHttp2">
    /// Whether the listener speaks HTTP/2 inside TLS, and the frames are recorded: see <see cref="BrowserTab.Streams"/>.
    /// </param>
    /// <returns>The open page.</returns>
    /// <exception cref="NotApplicableException">There is no browser here, or browsers are switched off.</exception>
    protected async Task<BrowserTab> BrowseAsync(Listener listener, bool opensHttp2 = false) => Context.NoBrowser
        ? throw new NotApplicableException("browsers are switched off (--no-browser)")
        : Context.Own(
            await BrowserTab.OpenAsync(listener, Transcript, Waits, Context.Origins.Queueing, opensHttp2, Cancel));

    /// <summary>Waits where only time can tell, and records for the report how long it took.</summary>
    /// <param name="use">What the wait is for.</param>
    /// <param name="waiting">The wait.</param>
    /// <returns>Completes when the wait is over.</returns>
    protected Task SpendAsync(TimeUse use, Task waiting) => Transcript.Uses.UntilAsync(use, waiting);

    /// <summary>Records a warning and goes on; a failure later in the body wins.</summary>
    /// <param name="reasonId">Stable short name for why.</param>
    /// <param name="message">The same for people.</param>
    /// <param name="marks">What in the evidence it is about, such as <see cref="WireMessage.Marks"/>.</param>
    protected void Warn(string reasonId, string message, IReadOnlyList<Mark>? marks = null) =>
        Context.Findings.Warn(reasonId, message, marks);

    /// <summary>Records what was seen, without grading it.</summary>
    /// <param name="text">What was seen.</param>
    protected void Note(string text) => Context.Findings.Note(text);

    /// <summary>Ends the scenario: it cannot be judged on this proxy or this machine.</summary>
    /// <param name="reason">Why, as a sentence a vendor understands.</param>
    /// <exception cref="NotApplicableException">Always.</exception>
    [DoesNotReturn]
    protected static void NotApplicable(string reason) => throw new NotApplicableException(reason);

    /// <summary>
    /// Ends the scenario if the proxy forwards HTTP/1.0: what an origin does not send in reply to that, the proxy cannot pass on.
    /// </summary>
    /// <param name="forwarded">What the origin got.</param>
    /// <param name="what">What such a request does not get, for instance "gets no transfer coding".</param>
    /// <exception cref="NotApplicableException">It is HTTP/1.0.</exception>
    protected static void NotApplicableToHttp10(WireRequest forwarded, string what)
    {
        if (forwarded.Version == "HTTP/1.0")
            NotApplicable($"the proxy forwards the request as HTTP/1.0, which {what} from an origin");
    }

    /// <summary>Ends the scenario as not applicable unless the proxy, or the client, declares a feature.</summary>
    /// <param name="feature">The feature's name, such as <c>auth</c>.</param>
    /// <exception cref="NotApplicableException">It does not.</exception>
    protected void RequireFeature(string feature)
    {
        if (!Proxy.Features.Contains(feature))
            NotApplicable($"the {(Context.Requirement.OfClients ? "client" : "proxy")} does not offer the feature '{feature}'");
    }
}
