namespace OneVisit.Catalogue;

/// <summary>How a desk makes a licence of an item that has no code: where each of its data comes from.</summary>
/// <param name="Number">
/// The licence's number: a text in which <c>{region}</c> is the authority's region, <c>{year}</c> the year, and <c>{number:0000000}</c> the next
/// number of the item, of so many digits.
/// </param>
public sealed record LicenceRecipe(string Number, IReadOnlyDictionary<string, LicenceDatum>? Data = null);

/// <summary>One datum of a licence: exactly one of the three.</summary>
/// <param name="From">JSON pointer into the item's form.</param>
/// <param name="Number">Name of a sequence: its next number.</param>
/// <param name="Text">As it stands.</param>
public sealed record LicenceDatum(string? From = null, string? Number = null, string? Text = null);
