namespace OneVisit.Kit.Departments;

/// <summary>What the platform adds to the licences of an item that the department's own system issues: numbers it leaves out, and how long they hold.</summary>
public interface ILicenceTerms
{
    /// <summary>The sequence that the numbers of a type are drawn from.</summary>
    /// <param name="authority">The competent authority, <c>430602.tax</c>.</param>
    string SequenceOf(string type, string authority, DateOnly day);

    /// <summary>The number with that place in its sequence.</summary>
    string NumberOf(string type, string authority, DateOnly day, long place);

    /// <summary>True of a number that the platform might draw: no one else gives it.</summary>
    bool MayDraw(string type, string number);

    /// <summary>The last day of a licence that is issued on a day; null where it does not expire.</summary>
    DateOnly? ValidUntil(string type, DateOnly day);

    /// <summary>What of a licence may be corrected; null: nothing.</summary>
    CorrectionTerms? CorrectionOf(string type);
}

/// <summary>What may be corrected where a licence of a type has a clerical error.</summary>
/// <param name="Fields">Members of its data that nothing else rests on.</param>
/// <param name="Shared">Likewise those that other licences of the case carry too: their departments are told.</param>
/// <param name="Basis">The law by which it is corrected; <c>unverified</c> where none has been checked.</param>
public sealed record CorrectionTerms(IReadOnlyList<string> Fields, IReadOnlyList<string> Shared, string Basis)
{
    public bool Allows(string field) => Fields.Contains(field) || Shared.Contains(field);
}

/// <summary>The terms of an item; null when none are known.</summary>
public delegate ILicenceTerms? LicenceTermsOf(ItemVersion item);
