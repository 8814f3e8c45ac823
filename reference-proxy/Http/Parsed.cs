namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>What every parser returns: a value, or the named reason why there is none. Nothing is guessed.</summary>
internal readonly struct Parsed<T>
{
    private readonly T? _value;

    private Parsed(T? value, RejectionReason? rejected) => (_value, Rejected) = (value, rejected);

    /// <summary>Why there is no value, or null when there is one.</summary>
    public RejectionReason? Rejected { get; }

    /// <summary>The value; may be read only if <see cref="Rejected"/> is null.</summary>
    public T Value => Rejected is null ? _value! : throw new InvalidOperationException($"There is no value: {Rejected}.");

    public static implicit operator Parsed<T>(T value) => new(value, null);

    public static implicit operator Parsed<T>(RejectionReason reason) => new(default, reason);
}
