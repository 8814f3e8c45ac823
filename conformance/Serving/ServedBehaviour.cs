using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.ScriptedProxies;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Serving;

/// <summary>A scripted proxy of the suite.</summary>
/// <param name="behaviour">What it does.</param>
internal sealed class ServedBehaviour(Behaviour behaviour) : IServed
{
    /// <inheritdoc/>
    public string Name => behaviour.Name;

    /// <inheritdoc/>
    public string Does => $"a proxy that {behaviour.Does}";

    /// <inheritdoc/>
    public string Scheme => behaviour.Certificate is null ? "http" : "https";

    /// <inheritdoc/>
    public UserPassword? Credentials =>
        behaviour.AsksForCredentials ? new(ClientHandle.User, ClientHandle.Password) : null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => behaviour.Certificate switch
    {
        ProxyCertificate.OtherHost or ProxyCertificate.Untrusted => ["A client that checks certificates refuses this proxy."],
        _ => [],
    };

    /// <inheritdoc/>
    public async Task ServeAsync(Socket client, int number, Transcript transcript, CancellationToken over)
    {
        await using var pages = await ServedPages.OpenAsync(transcript, over);
        await using var proxy = new ScriptedProxy(
            behaviour with { Origins = pages.Of }, client, number, transcript, new Waits(), over);
        await proxy.Ended;
        proxy.ThrowIfFaulted();
    }
}
