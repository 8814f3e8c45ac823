namespace ConformanceKit.Running.Authoring;

/// <summary>
/// One input of a row that has several: the method runs once with each, and each is a separate case with the id
/// <c>group/row/name</c>.
/// </summary>
/// <param name="name">The input's part of the id, such as <c>hex</c>.</param>
/// <param name="arguments">The method's arguments.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class InputAttribute(string name, params object?[] arguments) : Attribute
{
    /// <summary>The input's part of the id.</summary>
    public string Name { get; } = name;

    /// <summary>The method's arguments.</summary>
    public IReadOnlyList<object?> Arguments { get; } = arguments;
}
