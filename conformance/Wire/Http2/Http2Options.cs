namespace ConformanceKit.Wire.Http2;

/// <summary>
/// What a client does by itself. By default it is an ordinary one: it announces itself, and answers what every client has to.
/// </summary>
public sealed record Http2Options
{
    /// <summary>Whether it begins with the connection preface and its SETTINGS (RFC 9113 §3.4).</summary>
    public bool Begins { get; init; } = true;

    /// <summary>What it says in its SETTINGS.</summary>
    public IReadOnlyList<Setting> Settings { get; init; } = [new(Setting.EnablePush, 0)];

    /// <summary>Whether it acknowledges the proxy's SETTINGS (RFC 9113 §6.5.3).</summary>
    public bool AcknowledgesSettings { get; init; } = true;

    /// <summary>Whether it answers PING (RFC 9113 §6.7).</summary>
    public bool AnswersPings { get; init; } = true;

    /// <summary>
    /// Whether it lets the proxy go on sending as soon as half of a window is used up (RFC 9113 §6.9); otherwise the scenario
    /// sends WINDOW_UPDATE itself.
    /// </summary>
    public bool CreditsWindows { get; init; } = true;

    /// <summary>The value of one of the settings, or what holds without it.</summary>
    internal uint ValueOf(ushort id, uint otherwise) =>
        Settings.LastOrDefault(setting => setting.Id == id) is { Id: > 0 } found ? found.Value : otherwise;
}
