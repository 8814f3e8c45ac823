using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>A proxy that can be measured, and how it is started.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Program">The program; null if there is none to start.</param>
/// <param name="Package">The Debian package that has the program.</param>
/// <param name="VersionOption">The option that makes the program print its version.</param>
/// <param name="Tunnels">How a tunnel through it is opened.</param>
/// <param name="Configure">Writes its configuration and returns its arguments.</param>
internal sealed partial record PeerKind(
    string Name, string? Program, string? Package, string VersionOption, TunnelForm Tunnels, Func<PeerSetup, string[]> Configure)
{
    private static readonly string[] s_folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/sbin",
            "/usr/local/sbin"];

    /// <summary>Whether it can speak TLS to its clients.</summary>
    public bool OffersTls { get; init; }

    /// <summary>Whether it does, instead of cleartext.</summary>
    public bool SpeaksTls { get; init; }

    /// <summary>Whether it carries only the loads that name it.</summary>
    public bool OnlyNamed { get; init; }

    /// <summary>Whether its clients speak HTTP/2, instead of HTTP/1.</summary>
    public bool SpeaksHttp2 { get; init; }

    /// <summary>The program's path; null if it is not installed. Debian puts most proxies where only root's PATH leads.</summary>
    public string? Path => Program is null ? null : s_folders.Prepend(AppContext.BaseDirectory)
        .Select(folder => System.IO.Path.Combine(folder, Program)).FirstOrDefault(File.Exists);

    /// <summary>One line on how to get it; null if it is installed or none is needed.</summary>
    public string? Missing() => Program is null || Path is not null
        ? null
        : $"{Name} is not installed: apt-get install {Package} (or leave it out of --peers)";

    /// <summary>The version that the program prints; empty if there is no program.</summary>
    public string Version()
    {
        if (Path is not { } path)
            return "";
        using var process = Process.Start(new ProcessStartInfo(path, [VersionOption])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_ROOT"] = PeerSetup.DotnetRoot },
        })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return VersionNumber().Match(text).Value;
    }

    [GeneratedRegex(@"\d+(\.\d+)+[\w.+~-]{0,10}")]
    private static partial Regex VersionNumber();
}

/// <summary>How a tunnel to an origin is opened.</summary>
internal enum TunnelForm
{
    /// <summary>With CONNECT, as through every forward proxy.</summary>
    Connect,

    /// <summary>Through a port of the peer that leads to that origin: a relay without CONNECT.</summary>
    PortForEachOrigin,

    /// <summary>By dialling the origin.</summary>
    Direct,
}
