using System.Runtime.CompilerServices;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Departments;

namespace OneVisit.Catalogue;

/// <summary>
/// What the catalogue says of an item's licences beside what is in them: what may be corrected, and what is added where the department's own system issues. Numbers come from the sequences that the desk would draw them from, so that
/// an item can pass from one to the other.
/// </summary>
public sealed class SystemLicences : ILicenceTerms
{
    private static readonly ConditionalWeakTable<ServiceItem, SystemLicences> Made = [];

    private readonly string _department;
    private readonly Dictionary<string, NumberPattern> _patterns;
    private readonly Dictionary<string, int?> _years;
    private readonly Dictionary<string, CorrectionTerms> _corrections;

    private SystemLicences(ServiceItem item, CityCatalogue catalogue)
    {
        _department = item.Department.Id;
        _patterns = item.Outputs.ToDictionary(type => type, type => item.Issues.GetValueOrDefault(type)?.Number is { } number ? NumberPattern.Read(number) : NumberPattern.Default, StringComparer.Ordinal);
        _years = item.Outputs.ToDictionary(type => type, type => catalogue.FindLicence(type)?.Validity?.Years, StringComparer.Ordinal);
        _corrections = item.Outputs.Select(catalogue.FindLicence).Where(t => t?.Correction is not null)
            .ToDictionary(t => t!.Id, t => new CorrectionTerms(t!.Correction!.Fields, t.Correction.Shared ?? [], t.Correction.Basis), StringComparer.Ordinal);
    }

    /// <summary>The terms of an item; null when its catalogue does not know it.</summary>
    public static ILicenceTerms? Of(CityCatalogue catalogue, ItemVersion item)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return catalogue.FindItem(item) is { } known ? Made.GetValue(known, i => new SystemLicences(i, catalogue)) : null;
    }

    public string SequenceOf(string type, string authority, DateOnly day) => NameOf(PatternOf(type).SequenceOf(_department, AuthorityId.RegionOf(authority), type, day.Year));

    public string NumberOf(string type, string authority, DateOnly day, long place) => PatternOf(type).NumberOf(_department, AuthorityId.RegionOf(authority), type, day.Year, place);

    public bool MayDraw(string type, string number) => PatternOf(type).Fits(_department, type, number);

    /// <summary>As long as it says, the day of issue included.</summary>
    public DateOnly? ValidUntil(string type, DateOnly day) => _years.GetValueOrDefault(type) is { } years ? day.AddYears(years).AddDays(-1) : null;

    public CorrectionTerms? CorrectionOf(string type) => _corrections.GetValueOrDefault(type);

    /// <summary>The name under which a service draws from a sequence of a <see cref="NumberPattern"/>.</summary>
    public static string NameOf(string sequence) => $"licence/{sequence}";

    // A type that the item issues no more has the plain numbers.
    private NumberPattern PatternOf(string type) => _patterns.GetValueOrDefault(type, NumberPattern.Default);
}
