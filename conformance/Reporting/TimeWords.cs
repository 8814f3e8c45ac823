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

    /// <summary>
    /// How long it took to prepare the proxy: waiting for its image's turn, its image if it has one, and its start.
    /// </summary>
    public static string Start(TimeReport time)
    {
        var queue = time.QueueMs >= NothingMs ? $"{Seconds(time.QueueMs)} until its image's turn, " : "";
        var image = time.ImageMs > 0 ? $"{Seconds(time.ImageMs)} for its image, " : "";
        return $"{queue}{image}{Seconds(time.StartMs)} until it was ready";
    }

    /// <summary>How long the scenarios took, and how many of them ran at once.</summary>
    /// <param name="time">The times.</param>
    /// <param name="settings">The run's settings, which hold the number of workers.</param>
    public static string Scenarios(TimeReport time, IReadOnlyDictionary<string, object> settings)
    {
        var workers = settings.GetValueOrDefault("workers") is int or JsonElement { ValueKind: JsonValueKind.Number }
            ? $", with {settings["workers"]} workers"
            : "";
        var atWork = (time.ScenariosMs > 0 ? time.BusyMs / time.ScenariosMs : 0).ToString("0.0", CultureInfo.InvariantCulture);
        return $"{Seconds(time.ScenariosMs)}, {Seconds(time.BusyMs)} added up: {atWork} at once on average{workers}";
    }

    /// <summary>The end, when no scenario was left to start.</summary>
    public static string Tail(TimeReport time) => $"no scenario was left to start for the last {Seconds(time.TailMs)}";

    /// <summary>What a use is; its name where it is not known here.</summary>
    public static string Use(string name) => name switch
    {
        "quiet" => "silence that proves something (wait 'quiet')",
        "segment" => "pauses between bytes sent one by one (wait 'segment')",
        "idle" => "idle connections (wait 'idle')",
        "patience" => "waiting for the proxy's own time limits",
        "unanswered" => "bounds that expired without an answer (waits 'reply', 'dial')",
        "origins" => "setting up origins",
        "browser-queue" => "waiting until the browser was running and had room for a tab",
        "browser-tab" => "open browser tabs",
        _ => name,
    };
}
