namespace ConformanceKit.Mutants;

/// <summary>
/// The exchanges on one connection to an origin, in order. There may be several, because the reference keeps the connection for
/// the client's next request.
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

    /// <summary>The exchange that the origin's next response belongs to.</summary>
    public Exchange Answering() => At(_answered);

    /// <summary>Records that the response was the final one.</summary>
    public void Answered() => _answered++;

    // Either leg may get there first: the other one may not be split into messages at all.
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
