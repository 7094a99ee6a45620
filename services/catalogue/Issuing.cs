namespace OneVisit.Catalogue;

/// <summary>How a desk makes a licence of an item that has no code: where each of its data comes from.</summary>
/// <param name="Number">The licence's number, see <see cref="NumberPattern"/>; null: <see cref="NumberPattern.Default"/>.</param>
public sealed record LicenceRecipe(string? Number = null, IReadOnlyDictionary<string, LicenceDatum>? Data = null);

/// <summary>One datum of a licence: exactly one of the three.</summary>
/// <param name="From">JSON pointer into the item's form.</param>
/// <param name="Number">Name of a sequence of the department: its next number.</param>
/// <param name="Text">As it stands.</param>
public sealed record LicenceDatum(string? From = null, string? Number = null, string? Text = null);
