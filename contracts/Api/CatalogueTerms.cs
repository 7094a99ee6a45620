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
    /// <summary>Accepted without it on the promise to bring it by a named day (容缺受理).</summary>
    Tolerable,
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

/// <summary>Who makes a material (申请材料来源).</summary>
[JsonConverter(typeof(KebabCase<MaterialSource>))]
public enum MaterialSource
{
    Applicant,
    /// <summary>Issued by a government body.</summary>
    Government,
    /// <summary>Made by somebody else: a bank, a landlord, a laboratory.</summary>
    Other,
}

/// <summary>Time that is not the department's to spend (行政许可法 第四十五条).</summary>
[JsonConverter(typeof(KebabCase<ProcedureKind>))]
public enum ProcedureKind
{
    Hearing,
    Bidding,
    Auction,
    Inspection,
    Testing,
    Quarantine,
    Appraisal,
    ExpertReview,
}

/// <summary>How a result reaches the applicant.</summary>
[JsonConverter(typeof(KebabCase<Delivery>))]
public enum Delivery
{
    Window,
    Post,
    SelfService,
    Electronic,
}

/// <summary>What becomes of an item whose time is up.</summary>
[JsonConverter(typeof(KebabCase<WhenTimeIsUp>))]
public enum WhenTimeIsUp
{
    Escalate,
    /// <summary>Silence is consent (超时默认).</summary>
    DeemedApproved,
}

/// <summary>What becomes of an item whose supplement does not come.</summary>
[JsonConverter(typeof(KebabCase<Unanswered>))]
public enum Unanswered
{
    /// <summary>The department decides on what is there.</summary>
    Decide,
    /// <summary>The application counts as withdrawn.</summary>
    Withdraw,
}

/// <summary>Who accepts an application.</summary>
[JsonConverter(typeof(KebabCase<AcceptedBy>))]
public enum AcceptedBy
{
    /// <summary>Complete and well-formed is accepted on the spot.</summary>
    Rule,
    /// <summary>A clerk of the window looks at it first; unanswered in time, it is accepted by law.</summary>
    Window,
}

/// <summary>Who decides an item.</summary>
[JsonConverter(typeof(KebabCase<DecidedBy>))]
public enum DecidedBy
{
    /// <summary>The department's own code.</summary>
    Rule,
    /// <summary>The department's officers, on the portal or over its own system.</summary>
    People,
    /// <summary>Granted as soon as form and materials are complete (秒批).</summary>
    AtOnce,
}

/// <summary>Who makes an item's licences.</summary>
[JsonConverter(typeof(KebabCase<IssuedBy>))]
public enum IssuedBy
{
    /// <summary>The department's code, or the desk as the item says.</summary>
    Platform,
    /// <summary>The department's own system, when it is asked to.</summary>
    System,
}

/// <summary>How an authority came to be competent in another's place.</summary>
[JsonConverter(typeof(KebabCase<CompetenceKind>))]
public enum CompetenceKind
{
    Delegated,
    TakenOver,
    Replaced,
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

/// <summary>What happens when issuing fails for good after something was issued.</summary>
[JsonConverter(typeof(KebabCase<IssueFailurePolicy>))]
public enum IssueFailurePolicy
{
    /// <summary>Wait for an operator.</summary>
    Park,
    /// <summary>Revoke what was issued, in reverse order.</summary>
    Compensate,
}
