using ConformanceKit.Running.Cases;

namespace ConformanceKit.Reporting.Html;

/// <summary>One of the pages that teach.</summary>
/// <param name="File">The file of a suite that has its plan.</param>
/// <param name="Address">Its address.</param>
/// <param name="Title">Its title.</param>
/// <param name="Between">Between whom its exchanges were recorded.</param>
internal sealed record TaughtPage(string File, string Address, string Title, string Between)
{
    /// <summary>All of them, in the order of the menu.</summary>
    public static IReadOnlyList<TaughtPage> All { get; } =
    [
        new(TeachingPlan.FileName, "how-connect-works.html", "How CONNECT works",
            "the kit's client, the reference proxy, and the kit's origins"),
        new(TeachingPlan.ClientFileName, "what-a-client-has-to-do.html", "What a client has to do",
            "a client that does what the RFCs say, or one with a rule broken, a proxy with one behaviour, and the kit's origins"),
    ];
}
