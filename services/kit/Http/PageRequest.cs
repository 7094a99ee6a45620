using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Http;

/// <summary>What is asked of a list that is read by id: how many, and after which one.</summary>
public static class PageRequest
{
    internal const int Most = 200;
    internal const int Usual = 50;

    /// <summary>Names what is wrong with it.</summary>
    public static void Check(int limit, string? cursor, List<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (limit is < 1 or > Most)
            faults.Add(new Fault("/limit", FaultCodes.NumberOutOfRange, $"1 to {Most} is expected."));
        if (cursor is not null && !Guid.TryParse(cursor, out _))
            faults.Add(new Fault("/cursor", FaultCodes.WrongFormat, "The value of next of the page before is expected."));
    }
}
