namespace ConformanceKit.Fuzz.Tests.Properties;

/// <summary>
/// Properties that hold of every input, tried with the same ones each time. A failure names its seed, which
/// <c>gen.Sample(property, seed: "...")</c> begins with, and goes on to look for a smaller input.
/// </summary>
internal static class Always
{
    private const int Inputs = 300;

    /// <summary>Tries the property.</summary>
    public static void Holds<T>(this Gen<T> gen, Action<T> property)
    {
        for (uint number = 0; number < Inputs; number++)
            gen.Sample(property, seed: new PCG(number, 0x5eed).ToString(), iter: 1, threads: 1);
    }

    /// <summary>The bytes in pieces that end at the given places, each a fraction of a thousand.</summary>
    public static IEnumerable<byte[]> CutAt(this byte[] bytes, IEnumerable<int> thousandths)
    {
        var from = 0;
        foreach (var end in thousandths.Order().Select(at => at * bytes.Length / 1000).Append(bytes.Length))
        {
            yield return bytes[from..end];
            from = end;
        }
    }
}
