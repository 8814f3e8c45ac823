using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <summary>What became of a request that may have been answered, refused or taken for an error.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Response">The final response, or null if there was none.</param>
/// <param name="End">How the proxy ended the stream; null for a successful response, or a 101, after which that is not waited for.</param>
public sealed record Http2Outcome(string Stream, Http2Response? Response, StreamEnd? End)
{
    /// <summary>Whether the proxy ended the whole connection, which costs all other streams.</summary>
    public bool CostsSiblings => End is { CostsSiblings: true };

    /// <summary>What a failure that is about it points at.</summary>
    public IReadOnlyList<Mark> Marks => Response?.Marks ?? End?.Marks ?? [];

    /// <summary>The same in words; follows "the proxy".</summary>
    public override string ToString() => (Response, End) switch
    {
        ({ } response, { } end) => $"answered {response} and {end.Text}",
        ({ } response, _) => $"answered {response}",
        (_, { } end) => end.Text,
        _ => "did nothing",
    };
}
