using ConformanceKit.Wire;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted of a message where the scenario does not care whether it is a request or a response.</summary>
public sealed class AnyMessageAssertions : WireMessageAssertions<WireMessage, AnyMessageAssertions>
{
    internal AnyMessageAssertions(WireMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "message";
}
