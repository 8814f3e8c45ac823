using System.Globalization;
using ConformanceKit.Grading;
using ConformanceKit.Model;

namespace ConformanceKit.Running.Authoring;

/// <summary>The one rule by which the refusal of a request is graded.</summary>
/// <remarks>
/// <para>For a row whose request has to be refused, the catalogue lists the statuses that the row's clause names (<c>"refusal":
/// [400]</c>; an empty list if it names none). Witnesses listen wherever the request could lead, and are checked whatever the
/// answer was. Then, in this order:</para>
/// <list type="number">
/// <item>A 2xx breaks the requirement. It fails at any level, unless it is true under a lenient reading of the request:
/// something arrived where that reading leads, and nowhere else; for a CONNECT, the tunnel itself.</item>
/// <item>Forwarding or dialling anything breaks the requirement, whatever the answer was.</item>
/// <item>One of the named statuses passes; if none is named, any 4xx or 5xx does.</item>
/// <item>Another 4xx or 5xx warns, as do the end of the connection and silence: nothing was forwarded, but the client does not
/// learn that.</item>
/// <item>Any other response is not a refusal, and breaks the requirement.</item>
/// </list>
/// <para>A broken requirement fails for MUST, MUST NOT and text, and warns for SHOULD and practice, as everywhere.</para>
/// <para>Where the request is valid and the clause says how it is forwarded, not forwarding it breaks a different rule from the
/// one that is checked: it warns, whatever the answer was (<see cref="JudgeUnforwarded"/>).</para>
/// </remarks>
internal static class RefusalRule
{
    /// <summary>Grades an answer.</summary>
    /// <param name="statuses">The statuses that the clause names.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="sighting">What the witnesses saw.</param>
    /// <param name="because">Why the request has to be refused; continues "because".</param>
    /// <param name="findings">Where warnings go.</param>
    /// <exception cref="RequirementBrokenException">The request is not refused.</exception>
    public static void Judge(
        IReadOnlyList<int> statuses, RefusalAnswer answer, RefusalSighting sighting, string because, Findings findings)
    {
        var facts = $"expected {Expected(statuses)}, but {answer.Text}{sighting.Text}";
        var text = because.Length > 0 ? $"{facts}; expected because {because}" : facts;

        // 1. A 2xx.
        if (answer.Response is { IsSuccessful: true })
        {
            throw new RequirementBrokenException(ReasonIds.Accepted, text)
            {
                FailsAtAnyLevel = !sighting.IsAsAsked,
                Marks = answer.Marks,
            };
        }

        // 2. Something was forwarded or dialled.
        if (sighting.HasAny)
            throw new RequirementBrokenException(sighting.ReasonId, text) { Marks = sighting.Marks };

        switch (answer.Response?.StatusCode)
        {
            // 3. Refused as the clause says.
            case { } status when !sighting.IsPassedOn
                && (statuses.Contains(status) || (statuses.Count == 0 && status is >= 400 and <= 599)):
                return;

            // 4. Refused otherwise.
            case >= 400 and <= 599:
                findings.Warn(ReasonIds.Status, text, answer.Marks);
                return;
            case null:
                findings.Warn(answer.ReasonId, text, answer.Marks);
                return;

            // 5. Not refused.
            default:
                throw new RequirementBrokenException(ReasonIds.NotRejected, text) { Marks = answer.Marks };
        }
    }

    /// <summary>
    /// Grades the answer to a request that had to be forwarded in a certain way, but was not forwarded completely.
    /// </summary>
    /// <param name="answer">What came back.</param>
    /// <param name="sighting">What the request's origin saw.</param>
    /// <param name="findings">Where warnings go.</param>
    /// <exception cref="RequirementBrokenException">Part of it was forwarded.</exception>
    public static void JudgeUnforwarded(RefusalAnswer answer, RefusalSighting sighting, Findings findings)
    {
        var facts = $"expected the request to be forwarded, but {answer.Text}{sighting.Text}";
        var reasonId = answer.Response is null ? answer.ReasonId : ReasonIds.OriginNotContacted;
        if (sighting.HasAny)
            throw new RequirementBrokenException(reasonId, facts) { Marks = sighting.Marks };
        findings.Warn(reasonId, answer.Response switch
        {
            null => facts,
            { IsSuccessful: true } => $"{facts}: the reply is the proxy's own, and claims a success that did not happen",
            _ => $"{facts}: the reply is the proxy's own",
        }, answer.Marks);
    }

    /// <summary>The rule for one row, in words for reports.</summary>
    /// <param name="statuses">The statuses that the clause names.</param>
    /// <param name="level">How strongly the row binds.</param>
    /// <param name="mayForward">Whether the clause lets the proxy repair the request and forward it.</param>
    public static string Sentence(IReadOnlyList<int> statuses, Level level, bool mayForward)
    {
        var passes = statuses.Count == 0 ? "any 4xx or 5xx" : Expected(statuses);
        var other = statuses.Count == 0 ? "" : "another 4xx or 5xx, ";
        return (mayForward, level.IsRequired()) switch
        {
            (true, _) =>
                $"Forwarding it as the clause says passes, and so does {passes}; {other}the end of the connection or silence "
                + "warns.",
            (_, true) =>
                $"A refusal with {passes} passes; {other}the end of the connection or silence warns, as long as nothing was "
                + "forwarded or dialled. A 2xx fails, and so does forwarding or dialling anything.",
            _ => $"A refusal with {passes} passes; anything else warns. A 2xx fails if it claims something that did not happen.",
        };
    }

    private static string Expected(IReadOnlyList<int> statuses) => statuses.Count == 0
        ? "a 4xx or 5xx"
        : string.Join(" or ", statuses.Select(status => status.ToString(CultureInfo.InvariantCulture)));
}
