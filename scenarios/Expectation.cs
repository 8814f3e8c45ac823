using ConformanceKit.Model;

namespace ConformanceKit.Scenarios;

/// <summary>Says what is broken when expected bytes do not arrive, because their number alone would not tell a reader.</summary>
internal static class Expectation
{
    /// <summary>Awaits something required and, if it does not come, says before the reason what is broken.</summary>
    /// <param name="coming">What is required.</param>
    /// <param name="broken">What is broken if it does not come, as a clause.</param>
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
                Marks = missing.Marks,
            };
        }
    }
}
