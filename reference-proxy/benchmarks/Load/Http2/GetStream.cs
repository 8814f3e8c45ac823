using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>Sends GET, waits for the response, and starts again on the next stream.</summary>
internal sealed class GetStream(Http2Client client, IPEndPoint origin) : LoadStream(client)
{
    private readonly byte[] _request = FieldBlock.Get(origin);
    private int _left;

    /// <summary>How many responses have arrived.</summary>
    public int Responses { get; private set; }

    /// <inheritdoc/>
    public override void OnOpen() => _left = HttpEndpoint.Content;

    /// <inheritdoc/>
    public override void OnData(ReadOnlySpan<byte> content)
    {
        _left -= content.Length;
        if (content.ContainsAnyExcept((byte)'x'))
            throw new LoadFailedException("the content is not what the origin sent");
    }

    /// <inheritdoc/>
    public override void OnEnd()
    {
        if (_left != 0)
            throw new LoadFailedException($"the content ends {_left} bytes too early");
        Responses++;
        Open();
    }

    /// <inheritdoc/>
    protected override bool HasContent => false;

    /// <inheritdoc/>
    protected override byte[] Request() => _request;
}
