using System.Net;
using System.Net.Sockets;
using System.Text;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>Takes bytes that a proxy should have dropped for a request.</summary>
internal static class StrayRequest
{
    /// <summary>Forwards what looks like a request in absolute-form to its origin, and ignores the reply.</summary>
    /// <param name="text">The bytes, one character each.</param>
    public static async Task ForwardAsync(string text)
    {
        if (!text.Contains("\r\n\r\n", StringComparison.Ordinal))
            return;
        var request = new Head(text);
        if (!Uri.TryCreate(request.Target, UriKind.Absolute, out var uri) || !IPEndPoint.TryParse(uri.Authority, out var target))
            return;
        request.Target = uri.PathAndQuery;
        using var origin = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await origin.ConnectAsync(target);
        await origin.SendAsync(Encoding.Latin1.GetBytes(request.Text));
    }
}
