using ConformanceKit.Model;

namespace ConformanceKit.Scenarios;

/// <summary>What it means when bytes do not come, where their number alone would not tell a reader.</summary>
internal static class Expectation
{
    /// <summary>Awaits what has to come, and says in front of the reason what is broken when it does not.</summary>
    /// <param name="coming">What has to come.</param>
    /// <param name="broken">What is broken otherwise, as a clause.</param>
    /// <returns>What came.</returns>
    public static async Task<T> OrAsync<T>(this Task<T> coming, string broken)
    {
        try
        {
            return await coming;
        }
        catch (RequirementBrokenException missing)
        {
            throw new RequirementBrokenException(missing.ReasonId, $"{broken}: {missing.Message}")
            {
                FailsAtAnyLevel = missing.FailsAtAnyLevel,
            };
        }
    }
}
