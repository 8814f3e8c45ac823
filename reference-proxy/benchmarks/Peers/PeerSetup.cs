using System.Net;
using System.Runtime.InteropServices;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>What a peer is configured with.</summary>
/// <param name="Folder">Where its configuration and its log are.</param>
/// <param name="Origins">The origins that it shall reach.</param>
internal sealed record PeerSetup(PeerFolder Folder, LoadOrigins Origins)
{
    /// <summary>How long a peer shall wait for a quiet connection, in seconds: longer than any load.</summary>
    public const int IdleSeconds = 600;

    /// <summary>Where the runtime is, for the reference; in an environment without it, its executable would not find it.</summary>
    public static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    /// <summary>Where it listens; for a relay without CONNECT, where it leads to <see cref="LoadOrigins.Echo"/>.</summary>
    public IPEndPoint Listen { get; } = FreePorts.Next();

    /// <summary>Where a relay without CONNECT leads to <see cref="LoadOrigins.Source"/>.</summary>
    public IPEndPoint ListenSource { get; } = FreePorts.Next();

    /// <summary>Where a relay without CONNECT leads to <see cref="LoadOrigins.Http"/>.</summary>
    public IPEndPoint ListenHttp { get; } = FreePorts.Next();
}
