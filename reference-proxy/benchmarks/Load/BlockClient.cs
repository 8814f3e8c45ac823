using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Sends blocks and receives them back, one at a time; then the tunnel stays open and idle.</summary>
internal sealed unsafe class BlockClient(EventLoop loop, Peer peer) : TunnelClient(loop, peer)
{
    private int _size;
    private int _unsent;
    private int _expected;

    /// <summary>Whether everything that was sent has come back.</summary>
    public bool IsIdle => IsOpen && _expected == 0;

    /// <summary>How many bytes have come back.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether to send another block when one has come back.</summary>
    public bool GoesOn { get; set; }

    /// <summary>Sets the size of the blocks, in bytes; the first one is sent when the tunnel opens.</summary>
    public BlockClient WithBlocksOf(int size)
    {
        _size = _expected = _unsent = size;
        return this;
    }

    /// <summary>Sends the next block.</summary>
    public void SendBlock()
    {
        _expected = _unsent = _size;
        SendRest();
    }

    /// <inheritdoc/>
    protected override void OnOpen() => SendRest();

    /// <inheritdoc/>
    protected override void OnTurn(uint happened)
    {
        if ((happened & Libc.Out) != 0)
            SendRest();
        if ((happened & Libc.In) == 0)
            return;

        var received = ReceiveAndDrop();
        if (received == 0)
            throw new LoadFailedException("a tunnel ended that should have stayed open");
        _expected -= Math.Max(0, received);
        Bytes += Math.Max(0, received);
        if (_expected == 0 && GoesOn)
            SendBlock();
    }

    private void SendRest()
    {
        var before = _unsent;
        _unsent -= Math.Max(0, Send(Loop.Scratch, _unsent));
        if (_unsent > 0 || before < _size)
            Loop.Change(this, _unsent > 0 ? Libc.In | Libc.Out : Libc.In);
    }
}
