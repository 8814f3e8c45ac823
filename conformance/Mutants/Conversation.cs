using System.Globalization;

namespace ConformanceKit.Mutants;

/// <summary>The exchanges on one client connection, in order.</summary>
/// <param name="client">The client's connection.</param>
internal sealed class Conversation(ByteSink client)
{
    private readonly Lock _gate = new();
    private readonly List<Exchange> _exchanges = [];
    private int _answered;

    /// <summary>An exchange for a request that has arrived; it is part of the conversation once it has been added.</summary>
    public Exchange Of(Head request) => new(request, client);

    /// <summary>Adds an exchange whose request goes to the reference.</summary>
    public void Add(Exchange exchange)
    {
        lock (_gate)
            _exchanges.Add(exchange);
    }

    /// <summary>The exchange that the next response to the client belongs to.</summary>
    public Exchange Answering()
    {
        lock (_gate)
            return _answered < _exchanges.Count ? _exchanges[_answered] : Unknown();
    }

    /// <summary>Records that the response was the final one.</summary>
    public void Answered()
    {
        lock (_gate)
            _answered++;
    }

    /// <summary>
    /// The exchange for which the reference dials a port: the first one that names the port and has not been dialled yet.
    /// </summary>
    public Exchange Dialled(int port)
    {
        lock (_gate)
        {
            var found = _exchanges.Find(exchange => !exchange.IsDialled && PortOf(exchange.Sent.Target) == port)
                ?? _exchanges.LastOrDefault()
                ?? Unknown();
            found.IsDialled = true;
            return found;
        }
    }

    private Exchange Unknown() => new(new("GET / HTTP/1.1\r\n\r\n"), client);

    private static int PortOf(string target)
    {
        if (Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp)
            return uri.Port;
        var colon = target.LastIndexOf(':');
        return int.TryParse(target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
    }
}
