using System.Text.Json;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Departments;

namespace OneVisit.Unit.Departments;

public sealed class IssueBodyTests
{
    private static readonly DateOnly Issued = new(2026, 11, 24);
    private static readonly TaskState Task = SystemInPlay.Asked().State!;
    private static readonly ILicenceTerms Terms = SystemInPlay.Rules.LicenceTermsOf!(default)!;

    [Fact]
    public void Reads_licences_with_what_is_left_out_and_a_failure()
    {
        var (licences, faults) = Read("""{"attempt":2,"licences":[{"type":"permit","number":" X-1 ","data":{"a":1},"validUntil":"2030-01-31"},{"type":"plate","number":null,"data":{}}]}""");
        Assert.Empty(faults);
        Assert.Equal([("permit", "X-1", new DateOnly(2030, 1, 31)), ("plate", null, null)], licences!.Licences!.Select(l => (l.Type, l.Number, l.ValidUntil)));
        Assert.Equal((2, null), (licences.Attempt, licences.Failure));

        var (failure, none) = Read("""{"failure":{"code":"press-broken","reason":"印制机故障","final":false}}""");
        Assert.Empty(none);
        Assert.Equal(("press-broken", "印制机故障", false), (failure!.Failure!.Code, failure.Failure.Reason.En, failure.Failure.Final));
    }

    [Fact]
    public void Names_every_fault_at_once() => Assert.Equal(
        [
            ("/attempt", FaultCodes.WrongType), ("/licences", FaultCodes.MissingLicence), ("/licences/0/data", FaultCodes.Missing), ("/licences/0/number", FaultCodes.WrongType),
            ("/licences/0/validUntil", FaultCodes.WrongFormat), ("/licences/1/data", FaultCodes.WrongType), ("/licences/1/type", FaultCodes.DuplicateLicence),
            ("/licences/2/number", FaultCodes.ReservedNumber), ("/licences/2/seal", FaultCodes.UnknownMember), ("/licences/2/type", FaultCodes.DuplicateLicence),
            ("/licences/3/type", FaultCodes.UnknownLicence), ("/licences/4", FaultCodes.WrongType), ("/licences/5/type", FaultCodes.Missing), ("/note", FaultCodes.UnknownMember),
        ],
        FaultsOf("""
            { "note": 1, "attempt": 0, "licences": [
              { "type": "permit", "number": "", "validUntil": "2026-02-30" }, { "type": "permit", "data": [] },
              { "type": "permit", "number": "permit#430602.parks#2026#9", "data": {}, "seal": "x" }, { "type": "deed", "data": {} }, 7, { "data": {} } ] }
            """));

    [Fact]
    public void Names_every_fault_of_a_failure_at_once() => Assert.Equal(
        [("/failure/code", FaultCodes.Missing), ("/failure/final", FaultCodes.WrongType), ("/failure/reason", FaultCodes.Missing), ("/failure/why", FaultCodes.UnknownMember)],
        FaultsOf("""{"failure":{"final":"no","why":"x"}}"""));

    [Theory]
    [InlineData("[]", "", FaultCodes.WrongType)]
    [InlineData("{}", "", FaultCodes.Missing)]
    [InlineData("""{"licences":[],"failure":{"code":"a","reason":"b","final":true}}""", "", FaultCodes.UnknownMember)]
    [InlineData("""{"licences":{}}""", "/licences", FaultCodes.WrongType)]
    [InlineData("""{"failure":"no"}""", "/failure", FaultCodes.WrongType)]
    public void Expects_exactly_one_of_the_two(string body, string pointer, string code) => Assert.Contains((pointer, code), FaultsOf(body));

    [Fact]
    public void A_number_that_the_platform_does_not_draw_has_to_be_given() => Assert.Equal(
        [("/licences/0/number", FaultCodes.Missing), ("/licences/1/number", FaultCodes.Missing)],
        FaultsOf("""{"licences":[{"type":"permit","data":{}},{"type":"plate","data":{}}]}""", terms: null));

    [Fact]
    public void No_licence_ends_before_the_day_of_issue()
    {
        Assert.Equal(
            [("/licences/0/validUntil", FaultCodes.EndsBeforeItBegins)],
            FaultsOf("""{"licences":[{"type":"permit","data":{},"validUntil":"2026-11-23"},{"type":"plate","data":{}}]}"""));
        Assert.Empty(Read("""{"licences":[{"type":"permit","data":{},"validUntil":"2026-11-24"},{"type":"plate","data":{}}]}""").Faults);
    }

    [Fact]
    public void The_numbers_to_look_up_are_the_well_formed_ones_and_keep_their_places() => Assert.Equal(
        [(1, "permit", "X-1"), (3, "plate", "X-1")],
        IssueBody.NumbersIn(JsonElement.Parse("""{"licences":[7,{"type":"permit","number":"X-1"},{"number":"X-2"},{"type":"plate","number":"X-1"},{"type":"plate","number":7}]}""")));

    private static (AnswerIssue? Command, List<Fault> Faults) Read(string body, ILicenceTerms? terms = null)
    {
        var faults = new List<Fault>();
        return (IssueBody.Read(JsonElement.Parse(body), Task, "system:parks", terms ?? Terms, Issued, faults), faults);
    }

    private static List<(string, string)> FaultsOf(string body) => FaultsOf(body, Terms);

    private static List<(string, string)> FaultsOf(string body, ILicenceTerms? terms)
    {
        var faults = new List<Fault>();
        Assert.Null(IssueBody.Read(JsonElement.Parse(body), Task, "system:parks", terms, Issued, faults));
        return [.. faults.Select(f => (f.Pointer, f.Code)).OrderBy(f => f.Pointer, StringComparer.Ordinal).ThenBy(f => f.Code, StringComparer.Ordinal)];
    }
}
