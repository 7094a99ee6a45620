using OneVisit.Contracts;
using OneVisit.Kit.Store;

namespace OneVisit.Orchestrator.Cases;

/// <summary>How a case is stored, and by what it is found.</summary>
internal static class CaseTable
{
    public static AggregateTable<CaseState> Create() => new AggregateTable<CaseState>("case_file", CaseJson.Default.CaseState)
        .Column("subject", ColumnType.Text, c => c.Subject)
        .Column("applicant", ColumnType.Text, c => c.Applicant.Name)
        .Column("bundle", ColumnType.Text, c => c.Bundle)
        .Column("region", ColumnType.Text, c => c.Region)
        .Column("accepted_in", ColumnType.Text, c => c.Acceptance?.Region)
        .Column("lifecycle", ColumnType.Text, c => KebabCase.Of(c.Lifecycle))
        .Column("departments", ColumnType.Text, c => Departments(c))
        .Enclosing(c => c.Submission, (c, submission) => c with { Submission = submission });

    /// <summary>Each name between commas, so that one name is never found inside another.</summary>
    public static string Mark(string department) => $",{department},";

    private static string Departments(CaseState state) => $",{string.Join(",", state.Items.Select(i => i.Department).Distinct())},";
}
