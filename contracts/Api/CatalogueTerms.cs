using System.Text.Json.Serialization;

namespace OneVisit.Contracts.Api;

/// <summary>What kind of decision a service item is (事项类型).</summary>
[JsonConverter(typeof(KebabCase<ItemType>))]
public enum ItemType
{
    Permit,
    Confirmation,
    Filing,
    PublicService,
}

/// <summary>Decided on the spot (即办件) or within a promised time (承诺件).</summary>
[JsonConverter(typeof(KebabCase<Handling>))]
public enum Handling
{
    Instant,
    Committed,
}

/// <summary>A level of the administrative division (GB/T 2260). <see cref="County"/> is a county, a district or a county-level city.</summary>
[JsonConverter(typeof(KebabCase<RegionLevel>))]
public enum RegionLevel
{
    Province,
    City,
    County,
    Street,
    Village,
}

/// <summary>Whether an application is complete without a material.</summary>
[JsonConverter(typeof(KebabCase<Necessity>))]
public enum Necessity
{
    Optional,
    Required,
}

[JsonConverter(typeof(KebabCase<MaterialForm>))]
public enum MaterialForm
{
    Paper,
    Electronic,
}

/// <summary>How far a material is trusted as handed in (国办函〔2016〕108号). The earlier letter is the stricter demand.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrustGrade>))]
public enum TrustGrade
{
    /// <summary>Issued by a government body, usable as it is.</summary>
    A,
    /// <summary>Checked against the original by a window officer.</summary>
    B,
    /// <summary>Uploaded by the applicant; the original is checked before use.</summary>
    C,
    /// <summary>Made by the applicant, who promises that it is true.</summary>
    D,
}

[JsonConverter(typeof(KebabCase<DayUnit>))]
public enum DayUnit
{
    WorkingDay,
    NaturalDay,
}

/// <summary>Who pays a fee.</summary>
[JsonConverter(typeof(KebabCase<Payer>))]
public enum Payer
{
    Applicant,
    City,
    Nobody,
}

/// <summary>Who decides an item.</summary>
[JsonConverter(typeof(KebabCase<DecidedBy>))]
public enum DecidedBy
{
    /// <summary>A department's code.</summary>
    Rule,
    /// <summary>Officers at a desk.</summary>
    People,
    /// <summary>A desk, as soon as form and materials are complete (即办件).</summary>
    AtOnce,
}

/// <summary>What happens when issuing fails for good after something was issued.</summary>
[JsonConverter(typeof(KebabCase<IssueFailurePolicy>))]
public enum IssueFailurePolicy
{
    /// <summary>Wait for an operator.</summary>
    Park,
    /// <summary>Revoke what was issued, in reverse order.</summary>
    Compensate,
}
