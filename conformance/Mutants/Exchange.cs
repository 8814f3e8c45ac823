namespace ConformanceKit.Mutants;

/// <summary>One request of a client with what becomes of it: what a flaw can remember from one leg to another.</summary>
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

    /// <summary>The request's head as the reference gets it.</summary>
    public Head Sent { get; }

    /// <summary>The client's connection itself, to send something past the reference.</summary>
    public ByteSink Client { get; }

    /// <summary>Whether the reference already goes to the origin.</summary>
    internal bool IsDialled { get; set; }
}
