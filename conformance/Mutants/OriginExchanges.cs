namespace ConformanceKit.Mutants;

/// <summary>The exchanges on one connection to an origin, in order: the reference keeps it for the client's next request.</summary>
/// <param name="conversation">The client's exchanges.</param>
/// <param name="port">The origin's port.</param>
internal sealed class OriginExchanges(Conversation conversation, int port)
{
    private readonly Lock gate = new();
    private readonly List<Exchange> exchanges = [conversation.Dialled(port)];
    private int asked;
    private int answered;

    /// <summary>The exchange for which the connection was opened.</summary>
    public Exchange First => At(0);

    /// <summary>The exchange that the next request to the origin belongs to.</summary>
    public Exchange Asked() => At(asked++);

    /// <summary>The exchange that the next response of the origin belongs to.</summary>
    public Exchange Answering() => At(answered);

    /// <summary>The response was the final one.</summary>
    public void Answered() => answered++;

    // Whichever leg comes to it first: one of them may not be parted into messages.
    private Exchange At(int index)
    {
        lock (gate)
        {
            while (exchanges.Count <= index) exchanges.Add(conversation.Dialled(port));
            return exchanges[index];
        }
    }
}
