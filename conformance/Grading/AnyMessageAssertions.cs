using ConformanceKit.Wire;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about a message if it does not matter whether it is a request or a response.</summary>
public sealed class AnyMessageAssertions : WireMessageAssertions<WireMessage, AnyMessageAssertions>
{
    internal AnyMessageAssertions(WireMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "message";
}
