namespace ConformanceKit.UnderTest;

/// <summary>What a run grades, disposed at its end.</summary>
/// <param name="subjects">The proxies, or the clients.</param>
internal sealed class SubjectSet(IReadOnlyList<ChosenSubject> subjects) : IAsyncDisposable
{
    /// <summary>The proxies, or the clients, in the order in which they were named.</summary>
    public IReadOnlyList<ChosenSubject> Subjects { get; } = subjects;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var chosen in Subjects)
            await chosen.Subject.DisposeAsync();
    }
}
