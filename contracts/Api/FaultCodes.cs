namespace OneVisit.Contracts.Api;

/// <summary>The stable codes of a <see cref="Fault"/>. Programs may switch on them; one is never given another meaning.</summary>
public static class FaultCodes
{
    public const string Missing = "missing";
    public const string UnknownMember = "unknown-member";
    /// <summary>The same member is written twice in one object.</summary>
    public const string DuplicateMember = "duplicate-member";
    public const string WrongType = "wrong-type";
    /// <summary>A text that is no Unicode text, for instance half of a surrogate pair.</summary>
    public const string InvalidText = "invalid-text";
    public const string TooShort = "too-short";
    public const string TooLong = "too-long";
    public const string WrongPattern = "wrong-pattern";
    /// <summary>A text that is not of its format: a wrong check digit, a date that does not exist.</summary>
    public const string WrongFormat = "wrong-format";
    public const string NotAChoice = "not-a-choice";
    public const string TooSmall = "too-small";
    public const string TooLarge = "too-large";
    /// <summary>A number that cannot be held exactly in 28 decimal digits.</summary>
    public const string NumberOutOfRange = "number-out-of-range";
    public const string TooFewItems = "too-few-items";
    public const string TooManyItems = "too-many-items";
    public const string NotUnique = "not-unique";
    public const string UnknownBundle = "unknown-bundle";
    /// <summary>The bundle is known, but not offered on this day.</summary>
    public const string BundleNotInForce = "bundle-not-in-force";
    public const string UnknownRegion = "unknown-region";
    /// <summary>The region is known, but its level does not decide: a city where a district is asked for.</summary>
    public const string RegionNotCompetent = "region-not-competent";
    /// <summary>The window is farther from the deciding authority than an item may be accepted.</summary>
    public const string AcceptanceTooFar = "acceptance-too-far";
    /// <summary>An item of the bundle is not open to this kind of applicant.</summary>
    public const string ApplicantNotEligible = "applicant-not-eligible";
    public const string UnknownMaterial = "unknown-material";
    public const string MissingMaterial = "missing-material";
    /// <summary>A material that is promised and may not be brought later.</summary>
    public const string NotTolerable = "not-tolerable";
    /// <summary>A material that is both promised and handed in.</summary>
    public const string HandedIn = "handed-in";
    /// <summary>A material is promised for a day after the last one that is granted for it.</summary>
    public const string PromisedTooLate = "promised-too-late";
    /// <summary>A material is brought that nobody waits for.</summary>
    public const string NotPromised = "not-promised";
    /// <summary>A promised material is brought that is here already.</summary>
    public const string ProvidedAlready = "provided-already";
    public const string DuplicateMaterial = "duplicate-material";
    /// <summary>A material with neither a digest nor a reference.</summary>
    public const string MaterialWithoutContent = "material-without-content";
    /// <summary>A place of the form that the item does not declare.</summary>
    public const string UnknownField = "unknown-field";
    /// <summary>The applicant was asked for it before: everything is told once.</summary>
    public const string ToldOnce = "told-once";
    public const string UnknownCalendar = "unknown-calendar";
    /// <summary>A stretch of days whose last date lies before its first.</summary>
    public const string EndsBeforeItBegins = "ends-before-it-begins";
    /// <summary>Two stretches share a day.</summary>
    public const string Overlaps = "overlaps";
    /// <summary>Another licence of the type has the number.</summary>
    public const string NumberExists = "number-exists";
    /// <summary>A number of the kind that the platform draws itself.</summary>
    public const string ReservedNumber = "reserved-number";
    /// <summary>A licence type that the item does not issue.</summary>
    public const string UnknownLicence = "unknown-licence";
    /// <summary>A licence type that the item issues, and that is not given.</summary>
    public const string MissingLicence = "missing-licence";
    /// <summary>A licence type is given twice.</summary>
    public const string DuplicateLicence = "duplicate-licence";
    /// <summary>A field of a licence that is not corrected.</summary>
    public const string NotCorrectable = "not-correctable";
    /// <summary>A field that other licences of the case carry too, and it is not said that their departments are to be told.</summary>
    public const string SharedField = "shared-field";
    /// <summary>A field is given the value that it has.</summary>
    public const string Unchanged = "unchanged";
    /// <summary>An address that is not https.</summary>
    public const string InsecureAddress = "insecure-address";
    /// <summary>An address that leads into a network that is not public.</summary>
    public const string InternalAddress = "internal-address";
    /// <summary>A special procedure that the item does not have.</summary>
    public const string UnknownProcedure = "unknown-procedure";
    /// <summary>A time that was not offered for the visit.</summary>
    public const string UnknownSlot = "unknown-slot";
    /// <summary>A time that does not lie ahead any more.</summary>
    public const string SlotHasPassed = "slot-has-passed";
    /// <summary>The holder is named to handle the task for the holder.</summary>
    public const string OwnDelegate = "own-delegate";
    /// <summary>The holder is named to sign beside the holder.</summary>
    public const string OwnCountersigner = "own-countersigner";
    /// <summary>More days than the limit can be extended by.</summary>
    public const string ExtensionTooLong = "extension-too-long";
    /// <summary>There are more faults than are listed.</summary>
    public const string MoreFaults = "more-faults";
}
