using System.Text;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about what a client told its caller.</summary>
public sealed class ClientAnswerAssertions : ReferenceTypeAssertions<ClientAnswer, ClientAnswerAssertions>
{
    internal ClientAnswerAssertions(ClientAnswer answer)
        : base(answer)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "client";

    /// <summary>
    /// The client returned the origin's response (<c>request-failed</c>), with its content (<c>body-differs</c>).
    /// </summary>
    /// <param name="content">The content that only the origin has.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For chaining.</returns>
    public AndConstraint<ClientAnswerAssertions> BeTheOrigins(string content, string because = "", params object[] becauseArgs)
    {
        Grade.That(
            Subject.Succeeded,
            ReasonIds.RequestFailed,
            () => $"expected the client to return the origin's response, but it {Failure()}",
            because,
            becauseArgs,
            Marks);
        Grade.That(
            Encoding.UTF8.GetString(Subject.Body) == content,
            ReasonIds.BodyDiffers,
            () => $"expected the client to return the origin's content \"{content}\", but it returned "
                + $"\"{ByteText.Escape(Subject.Body)}\"",
            because,
            becauseArgs,
            Marks);
        return new(this);
    }

    /// <summary>
    /// The client reported an error (<c>spoofed</c>: it returned a response), in time (<c>not-ended</c>).
    /// </summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For chaining.</returns>
    public AndConstraint<ClientAnswerAssertions> BeAnError(string because = "", params object[] becauseArgs)
    {
        Grade.That(
            !Subject.Succeeded,
            ReasonIds.Spoofed,
            () => $"expected the client to report an error, but it returned a response"
                + $"{(Subject.Status is { } status ? $" with the status {status}" : "")}: \"{ByteText.Escape(Subject.Body)}\"",
            because,
            becauseArgs,
            Marks);
        Grade.That(
            !Subject.WasEnded,
            ReasonIds.NotEnded,
            () => "expected the client to give up in time, but it had to be ended",
            because,
            becauseArgs,
            Marks);
        return new(this);
    }

    private string Failure() => Subject.WasEnded ? "had to be ended" : $"reported: {Subject.Error}";

    private IEnumerable<Mark> Marks() => Subject.Place is { } place ? [place] : [];
}
