using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Serving;
using Spectre.Console;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>What to know about a proxy that is served, before its first exchange: what, where, and how to try it.</summary>
/// <param name="console">The terminal.</param>
/// <param name="served">What is served.</param>
/// <param name="at">Where it listens.</param>
/// <param name="authority">The file with the CA's certificate.</param>
internal sealed class ServeAnnouncement(IAnsiConsole console, IServed served, IPEndPoint at, string authority)
{
    /// <summary>Prints it.</summary>
    public void Print()
    {
        // 1. What, and where.
        console.Paragraph($"[bold]{served.Name}[/]: {served.Does}");
        var whom = IPAddress.IsLoopback(at.Address)
            ? "for this machine alone"
            : "for everybody who can reach this machine";
        console.Indented($"It listens on {at}, {whom}.");
        console.Indented(
            $"Whatever a client asks for, it gets to a page of the kit's own: at port 80 in cleartext, elsewhere inside TLS.");
        if (served.Credentials is { } known)
            console.Indented($"It asks for credentials: the user is '{known.User}', the password '{known.Password}'.");
        foreach (var note in served.Notes)
            console.Indented($"{note}");
        console.Indented($"A client has to trust the CA in {authority}, which is gone when this ends.");

        // 2. What to do.
        console.MarkupLine("[bold]Try:[/]");
        // curl would send credentials without being asked for them.
        var asked = served.Credentials is null ? "" : "--proxy-anyauth ";
        var proxy = $"curl {asked}-x {ShellWord.Quoted($"{served.Scheme}://{UserInfo()}{Reachable()}")}";
        var trusted = ShellWord.Quoted(authority);
        var proxyTrusted = served.Scheme == "https" ? $" --proxy-cacert {trusted}" : "";
        console.Command($"{proxy}{proxyTrusted} --cacert {trusted} https://{ServedPages.Host}/");
        console.Command($"{proxy}{proxyTrusted} http://{ServedPages.Host}/");
        console.MarkupLine("[dim]Ctrl-C ends it. Each connection is an exchange with a number of its own.[/]");
    }

    private string UserInfo() => served.Credentials is { } known
        ? $"{Uri.EscapeDataString(known.User)}:{Uri.EscapeDataString(known.Password)}@"
        : "";

    // Every address of this machine is no address to connect to.
    private IPEndPoint Reachable() =>
        at.Address.Equals(IPAddress.Any) || at.Address.Equals(IPAddress.IPv6Any) ? new(OwnAddress(), at.Port) : at;

    private IPAddress OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
        ?? (at.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback);
}
