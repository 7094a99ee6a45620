using System.Text.Json.Serialization;
using OneVisit.Contracts;

namespace OneVisit.Orchestrator.Cases;

/// <summary>What a clock of a case counts.</summary>
[JsonConverter(typeof(KebabCase<ClockKind>))]
public enum ClockKind
{
    /// <summary>From the receipt at a window to the answer.</summary>
    Receipt,
    /// <summary>What is promised, of an item or of the whole.</summary>
    Committed,
    /// <summary>What the law grants, of an item or of the whole.</summary>
    Statutory,
    /// <summary>The applicant's answer is waited for.</summary>
    Supplement,
    SpecialProcedure,
    Inspection,
    Issuing,
    /// <summary>What was granted on a promise is checked.</summary>
    AfterCheck,
    /// <summary>A paper that was left out is waited for (容缺受理).</summary>
    Tolerance,
}
