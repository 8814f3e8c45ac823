using System.Globalization;

namespace ConformanceKit.Mutants;

/// <summary>The exchanges on one client connection, in order.</summary>
/// <param name="client">The client's connection.</param>
internal sealed class Conversation(OctetSink client)
{
    private readonly Lock gate = new();
    private readonly List<Exchange> exchanges = [];
    private int answered;

    /// <summary>A request that has arrived; it belongs to the conversation once it is added.</summary>
    public Exchange Of(Head request) => new(request, client);

    /// <summary>The request goes to the reference.</summary>
    public void Add(Exchange exchange)
    {
        lock (gate) exchanges.Add(exchange);
    }

    /// <summary>The exchange that the next response to the client belongs to.</summary>
    public Exchange Answering()
    {
        lock (gate) return answered < exchanges.Count ? exchanges[answered] : Unknown();
    }

    /// <summary>The response was the final one.</summary>
    public void Answered()
    {
        lock (gate) answered++;
    }

    /// <summary>The exchange for which the reference goes to a port: the first one that names it and hasn't gone there yet.</summary>
    public Exchange Dialled(int port)
    {
        lock (gate)
        {
            var found = exchanges.Find(exchange => !exchange.IsDialled && PortOf(exchange.Sent.Target) == port)
                ?? exchanges.LastOrDefault()
                ?? Unknown();
            found.IsDialled = true;
            return found;
        }
    }

    private Exchange Unknown() => new(new("GET / HTTP/1.1\r\n\r\n"), client);

    private static int PortOf(string target)
    {
        if (Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp) return uri.Port;
        var colon = target.LastIndexOf(':');
        return int.TryParse(target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
    }
}
