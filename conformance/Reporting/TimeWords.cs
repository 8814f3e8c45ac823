using System.Globalization;
using System.Text.Json;

namespace ConformanceKit.Reporting;

/// <summary>Where the time went, in words.</summary>
internal static class TimeWords
{
    private const double NothingMs = 10; // less is 0.00 s

    /// <summary>A time in seconds, to the hundredth.</summary>
    public static string Seconds(double milliseconds) =>
        (milliseconds / 1000).ToString("0.00", CultureInfo.InvariantCulture) + " s";

    /// <summary>How long the proxy's own part took: its image, where it has one, with the turn for it, and its start.</summary>
    public static string Start(TimeReport time) =>
        $"{(time.QueueMs >= NothingMs ? $"{Seconds(time.QueueMs)} until its image's turn, " : "")}{(time.ImageMs > 0 ? $"{Seconds(time.ImageMs)} for its image, " : "")}{Seconds(time.StartMs)} until it was ready";

    /// <summary>How long the scenarios took, and how many were at work.</summary>
    /// <param name="time">The times.</param>
    /// <param name="settings">The run's settings, which tell the number of workers.</param>
    public static string Scenarios(TimeReport time, IReadOnlyDictionary<string, object> settings)
    {
        var workers = settings.GetValueOrDefault("workers") is int or JsonElement { ValueKind: JsonValueKind.Number }
            ? $" for {settings["workers"]} workers"
            : "";
        var atWork = (time.ScenariosMs > 0 ? time.BusyMs / time.ScenariosMs : 0).ToString("0.0", CultureInfo.InvariantCulture);
        return $"{Seconds(time.ScenariosMs)} for {Seconds(time.BusyMs)} of their own: {atWork} at once on average{workers}";
    }

    /// <summary>The end, when nothing was left to begin.</summary>
    public static string Tail(TimeReport time) => $"for the last {Seconds(time.TailMs)} of it no scenario was left to begin";

    /// <summary>What a use is; its name where it is not known here.</summary>
    public static string Use(string name) => name switch
    {
        "quiet" => "silence that proves something (wait 'quiet')",
        "segment" => "pauses between bytes sent one by one (wait 'segment')",
        "idle" => "connections left alone (wait 'idle')",
        "patience" => "limits of the proxy's own, to run out",
        "unanswered" => "bounds that ran out without an answer (waits 'reply', 'dial')",
        "origins" => "setting up origins",
        "browser-queue" => "until the browser ran and had room for a tab",
        "browser-tab" => "tabs of the browser",
        _ => name,
    };
}
