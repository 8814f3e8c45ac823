namespace ConformanceKit.ReferenceProxy.Hpack;

/// <summary>
/// A field block cannot be decoded. Every block of a connection builds on those before it, so none can be decoded after this one:
/// a connection error of type COMPRESSION_ERROR (RFC 9113 §4.3).
/// </summary>
internal sealed class HpackException(string message) : Exception(message);
