namespace ConformanceKit.Mutants;

/// <summary>A client's request as sent and as passed on, so that a flaw on one leg knows what happened on another.</summary>
public sealed class Exchange
{
    internal Exchange(Head request, ByteSink client)
    {
        Request = request.AsReceived();
        Sent = request;
        Client = client;
    }

    /// <summary>The request's head as the client sent it.</summary>
    public Head Request { get; }

    /// <summary>The request's head as the reference receives it.</summary>
    public Head Sent { get; }

    /// <summary>The client's connection itself, for sending something past the reference.</summary>
    public ByteSink Client { get; }

    /// <summary>Whether the reference has dialled the origin for it.</summary>
    internal bool IsDialled { get; set; }
}
