namespace ConformanceKit.Mutants;

/// <summary>
/// The exchanges on one connection to an origin, in order: the reference keeps it for the client's next request.
/// </summary>
/// <param name="conversation">The client's exchanges.</param>
/// <param name="port">The origin's port.</param>
internal sealed class OriginExchanges(Conversation conversation, int port)
{
    private readonly Lock _gate = new();
    private readonly List<Exchange> _exchanges = [conversation.Dialled(port)];
    private int _asked;
    private int _answered;

    /// <summary>The exchange for which the connection was opened.</summary>
    public Exchange First => At(0);

    /// <summary>The exchange that the next request to the origin belongs to.</summary>
    public Exchange Asked() => At(_asked++);

    /// <summary>The exchange that the next response of the origin belongs to.</summary>
    public Exchange Answering() => At(_answered);

    /// <summary>The response was the final one.</summary>
    public void Answered() => _answered++;

    // Whichever leg comes to it first: one of them may not be parted into messages.
    private Exchange At(int index)
    {
        lock (_gate)
        {
            while (_exchanges.Count <= index)
                _exchanges.Add(conversation.Dialled(port));
            return _exchanges[index];
        }
    }
}
