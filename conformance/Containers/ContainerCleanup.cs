namespace ConformanceKit.Containers;

/// <summary>Removes what an interrupted run left on the engine.</summary>
public static class ContainerCleanup
{
    /// <summary>
    /// Removes every container and network of the kit whose process is no longer running. Those of a run that is still in
    /// progress on this machine stay.
    /// </summary>
    /// <param name="engine">The engine to clean.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <returns>What was removed, containers first.</returns>
    /// <exception cref="Model.HarnessException">The engine does not answer or refuses.</exception>
    public static async Task<IReadOnlyList<LabelledObject>> CleanAsync(IContainerEngine engine, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(engine);

        await engine.EnsureAvailableAsync(cancel);
        var all = await engine.ListAsync(OwnerLabels.Kit, cancel);
        var left = all.Where(item => !OwnerLabels.OwnerIsAlive(item)).OrderBy(item => item.Kind).ToList();
        await RemoveAsync(engine, left, cancel);
        return left;
    }

    /// <summary>Removes the given objects, containers before the networks they are on.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="items">What to remove.</param>
    /// <param name="cancel">Cancels the wait.</param>
    internal static async Task RemoveAsync(IContainerEngine engine, IReadOnlyList<LabelledObject> items, CancellationToken cancel)
    {
        await Task.WhenAll(items.Where(i => i.Kind == LabelledKind.Container).Select(i => engine.RemoveAsync(i, cancel)));
        await Task.WhenAll(items.Where(i => i.Kind == LabelledKind.Network).Select(i => engine.RemoveAsync(i, cancel)));
    }
}
