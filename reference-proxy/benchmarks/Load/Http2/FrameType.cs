namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>The types of frames that a load sends or receives (RFC 9113 §6).</summary>
internal enum FrameType : byte
{
    Data = 0x0,
    Headers = 0x1,
    ResetStream = 0x3,
    Settings = 0x4,
    Ping = 0x6,
    GoAway = 0x7,
    WindowUpdate = 0x8,
}
