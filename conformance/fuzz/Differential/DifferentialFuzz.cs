using System.Diagnostics;

namespace ConformanceKit.Fuzz.Differential;

/// <summary>
/// Sends the same unusual requests through the reference, Squid and Apache, and compares what reaches the origin: request
/// smuggling begins where two of them disagree.
/// </summary>
internal static class DifferentialFuzz
{
    // Long enough for an answer on loopback; a difference is looked at again with more patience.
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan s_patient = TimeSpan.FromMilliseconds(600);

    /// <summary>Runs for a time; returns the exit code, 1 if the reference is to blame for something.</summary>
    public static async Task<int> RunAsync(double seconds, int seed)
    {
        // 1. The proxies.
        await using var reference = LocalProxy.StartReference();
        await using var squid = await LocalProxy.StartSquidAsync();
        await using var apache = await LocalProxy.StartApacheAsync();
        LocalProxy[] proxies = [reference, squid, apache];

        // 2. One case after the other; what is to be reported, twice.
        var mutation = new Mutation(new Random(seed));
        var differences = new Differences();
        var count = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds; count++)
        {
            var text = mutation.Next();
            var outcomes = await TryAsync(proxies, text, s_quiet);
            if (Differences.ClassesOf(outcomes).Count > 0)
                outcomes = await TryAsync(proxies, text, s_patient);
            differences.Add(text, outcomes);
        }

        // 3. What was found.
        Console.WriteLine(differences);
        Console.WriteLine($"{count} cases from the seed {seed}");
        return differences.HasFinding ? 1 : 0;
    }

    private static async Task<Dictionary<string, Outcome>> TryAsync(LocalProxy[] proxies, string text, TimeSpan quiet)
    {
        var outcomes = await Task.WhenAll(proxies.Select(proxy => Trial.RunAsync(proxy, text, quiet)));
        return proxies.Zip(outcomes).ToDictionary(one => one.First.Name, one => one.Second);
    }
}
