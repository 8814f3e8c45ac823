using System.Globalization;
using System.Runtime.InteropServices;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>The machine that the figures were measured on.</summary>
/// <param name="Processor">The model of the processor.</param>
/// <param name="Cores">How many cores the program may use.</param>
/// <param name="MemoryGiB">The memory of the machine, in GiB.</param>
/// <param name="Kernel">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
internal sealed record Machine(string Processor, int Cores, double MemoryGiB, string Kernel, string Runtime)
{
    /// <summary>Describes this machine.</summary>
    public static Machine This() => new(
        Value(File.ReadLines("/proc/cpuinfo"), "model name") ?? $"{RuntimeInformation.ProcessArchitecture}",
        Environment.ProcessorCount,
        Math.Round(Memory(File.ReadLines("/proc/meminfo")), 1),
        $"{RuntimeInformation.OSDescription}, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}",
        RuntimeInformation.FrameworkDescription);

    /// <summary>The machine in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Cores} cores of {Processor}, {MemoryGiB} GiB of memory, {Kernel}, {Runtime}");

    private static double Memory(IEnumerable<string> lines) =>
        double.Parse(Value(lines, "MemTotal")!.Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024;

    private static string? Value(IEnumerable<string> lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':')[1].Trim();
}
