using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;

namespace OneVisit.Orchestrator.Cases;

/// <summary>Who may know of a case. For everybody else it does not exist.</summary>
internal static class CaseAccess
{
    public static bool MaySee(Caller caller, CaseState state) => caller.Role switch
    {
        Role.Applicant => state.Subject == caller.Subject,
        Role.Clerk => caller.Covers(state.Region) || (state.Acceptance is { } acceptance && caller.Covers(acceptance.Region)),
        Role.Head when caller.Department is null => caller.Covers(state.Region),
        Role.Officer or Role.Head or Role.System => caller.Covers(state.Region) && state.Items.Any(i => i.Department == caller.Department),
        Role.Supervisor => caller.Covers(state.Region),
        Role.Admin => true,
        _ => false,
    };

    /// <summary>The applicant, or a clerk on the applicant's behalf.</summary>
    public static bool MayActFor(Caller caller, CaseState state) =>
        caller.Role is Role.Applicant or Role.Clerk && MaySee(caller, state);

    /// <summary>The supervisor, the head of the government, or the head of the one department that handles all of it.</summary>
    public static bool MayTerminate(Caller caller, CaseState state) => MaySee(caller, state) && caller.Role switch
    {
        Role.Supervisor => true,
        Role.Head => caller.Department is null || state.Items.All(i => i.Department == caller.Department),
        _ => false,
    };

    /// <summary>The same as <see cref="MaySee"/>, as a condition over the columns of <c>case_file</c>.</summary>
    public static (string Sql, object Parameters) Where(Caller caller)
    {
        var place = RegionPattern.Of(caller.Region);
        return caller.Role switch
        {
            Role.Applicant => ("subject = @me", new { me = caller.Subject }),
            Role.Clerk => ("(region like @place or accepted_in like @place)", new { place }),
            // The head of the government, not of one of its departments.
            Role.Head when caller.Department is null => ("region like @place", new { place }),
            Role.Officer or Role.Head or Role.System => ("region like @place and departments like @department", new { place, department = $"%{CaseTable.Mark(caller.Department ?? "")}%" }),
            Role.Supervisor => ("region like @place", new { place }),
            Role.Admin => ("1 = 1", new { }),
            _ => ("1 = 0", new { }),
        };
    }
}
