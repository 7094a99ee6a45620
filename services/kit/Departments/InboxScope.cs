using Microsoft.AspNetCore.Http;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;

namespace OneVisit.Kit.Departments;

/// <summary>Whose tasks an inbox shows: those of the one department whose service it is, or of the department that the path names.</summary>
internal sealed class InboxScope
{
    private readonly Func<string, bool> _keeps;

    private InboxScope(string? department, Func<string, bool> keeps)
    {
        Department = department;
        _keeps = keeps;
    }

    public static InboxScope Of(string department) => new(department, department.Equals);

    /// <param name="keeps">Whether a department's tasks are kept here; every other department's path leads nowhere.</param>
    public static InboxScope OfMany(Func<string, bool> keeps) => new(null, keeps);

    /// <summary>Null where the store keeps many departments' tasks and the path names one of them.</summary>
    public string? Department { get; }

    /// <summary>Whether a department's tasks are kept here.</summary>
    public bool Keeps(string department) => _keeps(department);

    /// <summary>The department as a segment of the path.</summary>
    public string Segment => Department ?? "{department}";

    /// <summary>What a statement must say beside everything else, so that it reads this department's tasks alone.</summary>
    public string Condition => Department is null ? "and department = @department" : "";

    /// <summary>The caller, when they belong to the department; for everybody else its tasks do not exist.</summary>
    public (Caller Caller, string Department) Known(HttpContext http)
    {
        var caller = Caller.Of(http.User);
        var department = Department ?? (string)http.Request.RouteValues["department"]!;
        return _keeps(department) && (caller.Role is Role.Admin or Role.Supervisor || caller.Department == department)
            ? (caller, department)
            : throw new ProblemException(Problem.NotFound);
    }
}
