using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using OneVisit.Contracts;

namespace OneVisit.All.Verify;

/// <summary>What must hold of the stored data at any time, each with the name an operator reads.</summary>
[JsonConverter(typeof(KebabCase<Invariant>))]
internal enum Invariant
{
    /// <summary>Every hash covers the entry and the hash before it; entries are numbered from 1 without a gap.</summary>
    JournalChain,
    /// <summary>The aggregate's own count and hash are those of its last entry.</summary>
    JournalEnd,
    /// <summary>The state came about by what the journal tells.</summary>
    Tale,
    /// <summary>The database's own file is whole.</summary>
    File,
    /// <summary>What is kept for an aggregate (journal, register) has an aggregate.</summary>
    Orphan,
    /// <summary>A state can be read, and the columns by which it is found say the same.</summary>
    State,
    /// <summary>A state, to the last member, is the one that its row has the checksum of.</summary>
    StateChecksum,
    /// <summary>What an applicant gave is what the journal has the digest of.</summary>
    Given,
    /// <summary>An item is decided for good at most once, and as its state says.</summary>
    Decision,
    /// <summary>A licence only when every required review passed and its issue succeeded; one of a type for an item.</summary>
    Licence,
    /// <summary>Of a licence that was corrected one version is the current one, and the versions before it are all there.</summary>
    LicenceVersion,
    /// <summary>A number belongs to one case.</summary>
    LicenceNumber,
    /// <summary>The index by which licences are verified says what the cases say.</summary>
    LicenceIndex,
    /// <summary>An open case waits for somebody who is named.</summary>
    Holder,
    /// <summary>An ended case has nothing live, and ended the way its items say.</summary>
    Ended,
    /// <summary>A case that ended in compensation has no licence left.</summary>
    Compensation,
    /// <summary>An applicant is told once of what a department asks for, or it is being gathered with what others ask for.</summary>
    Notice,
    /// <summary>Who waits for a moment is woken then, and who waits for nothing is not.</summary>
    Wake,
    /// <summary>There is one visit at a time, of those who asked for it, with one record, and none of one's own afterwards.</summary>
    Visit,
    /// <summary>A department's register holds entries of living tasks, and records of licences.</summary>
    Register,
    /// <summary>No sequence goes on with a number that was drawn.</summary>
    Sequence,
    /// <summary>A task belongs to a case that knows it.</summary>
    TaskWithoutCase,
    /// <summary>The case and the department say the same of a task.</summary>
    Agreement,
    /// <summary>What somebody waits for is on its way.</summary>
    Stalled,
    /// <summary>A case that was promised to its applicant is there.</summary>
    Acknowledged,
    /// <summary>No message was set aside.</summary>
    DeadLetter,
    /// <summary>Envelopes leave the outbox.</summary>
    Outbox,
    /// <summary>What people and systems are told can be read, and is of who it says it is.</summary>
    Telling,
    /// <summary>The catalogues and calendars that cases name are kept, as they were.</summary>
    Text,
}

/// <summary>How far one look at stores of different moments can be believed.</summary>
internal enum Certainty
{
    /// <summary>Seen within one store, at one instant: it holds or it does not.</summary>
    Certain,
    /// <summary>Two stores were compared, each at its own instant: to be looked at again.</summary>
    Apart,
    /// <summary>A message that is on its way would cure it: only with time is it a fault.</summary>
    Behind,
}

/// <summary>One broken invariant: what differs, and where; never what a person is called or has given.</summary>
/// <param name="Service">Whose data breaks it.</param>
internal sealed partial record Finding(Invariant Invariant, string Service, Guid? Case, Guid? Task, string What, [property: JsonIgnore] Certainty Certainty = Certainty.Certain)
{
    /// <summary>In a damaged store anything may stand in the place of a word or a number: Chinese, and what is as long as an identity number, is left out.</summary>
    public string What { get; } = Foreign().Replace(What, "…");

    [GeneratedRegex(@"[^\x20-\x7e…]+|[0-9]{15,}[0-9Xx]?", RegexOptions.CultureInvariant)]
    private static partial Regex Foreign();

    public override string ToString() =>
        $"{KebabCase.Of(Invariant)}  {Service}{(Case is { } c ? $"  case {c}" : "")}{(Task is { } t ? $"  task {t}" : "")}: {What}";
}
