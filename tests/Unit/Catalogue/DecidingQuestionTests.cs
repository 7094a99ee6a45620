using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>What decides which items and materials apply is answered before anything is submitted, whether the catalogue calls it required or not.</summary>
public class DecidingQuestionTests
{
    private const string Proof =
        "materials: [{ id: proof, name: { zh: 证明, en: Proof }, necessity: required, forms: [paper], grade: C, basis: unverified, when: { answer: rented, equals: true } }]";

    private static readonly CityCatalogue City = Load(
        Item("a.one", materials: Proof), Item("b.two"),
        Bundle(
            Items("a.one, required: true", "b.two, required: true, when: { answer: big, equals: true }"),
            """
            questions:
              tall: { title: { zh: 高, en: Tall }, type: boolean }
              big: { title: { zh: 大, en: Big }, type: boolean, when: { answer: tall, equals: true } }
              rented: { title: { zh: 租, en: Rented }, type: boolean }
              remark: { title: { zh: 备注, en: Remark }, type: boolean }
            """));

    [Theory]
    [InlineData("{}", "/answers/tall,/answers/rented")]
    [InlineData("""{"tall":true}""", "/answers/big,/answers/rented")]
    [InlineData("""{"tall":false,"rented":false}""", "")]
    [InlineData("""{"tall":true,"big":false,"rented":false}""", "")]
    public void A_question_that_decides_something_is_answered_to_submit(string answers, string missing)
    {
        var faults = Submit(answers).Faults;

        Assert.Equal(missing, string.Join(',', faults.Select(f => f.Pointer)));
        Assert.All(faults, f => Assert.Equal(FaultCodes.Missing, f.Code));
    }

    [Fact]
    public void No_day_is_promised_as_long_as_an_open_answer_may_bring_in_an_item()
    {
        var city = Load(
            Item("a.one", days: 3), Item("b.two", days: 9),
            Bundle(Items("a.one, required: true", "b.two, required: true, when: { answer: big, equals: true }"), "questions: { big: { title: { zh: 大, en: Big }, required: true, type: boolean }, note: { title: { zh: 注, en: Note }, type: boolean } }"));

        var (open, settled) = (Plan(city).ToView(Day, city.Calendar), Plan(city, """{"big":false}""").ToView(Day, city.Calendar));

        Assert.Equal((null, null), (open.EarliestFinish, open.Savings.Days));
        Assert.Empty(open.CriticalPath);
        // The note decides nothing.
        Assert.Equal((new DateOnly(2026, 3, 5), 0), (settled.EarliestFinish, settled.Savings.Days));
    }

    [Fact]
    public void A_plan_leaves_it_open_and_says_that_it_has_to_be_answered()
    {
        var plan = Ask(City, """{"region":"430602"}""").Value!.Plan;

        Assert.Equal(["tall", "rented", "remark"], plan.OpenQuestions.Select(q => q.Name));
        Assert.Equal(["tall", "rented"], plan.OpenQuestions.Where(q => q.Required).Select(q => q.Name));
    }

    private static ReadResult<ValidSubmission> Submit(string answers) => SubmissionReader.Read(
        JsonElement.Parse($$"""
            {"bundle":"both","region":"430602","answers":{{answers}},"form":{},"materials":[],
             "applicant":{"kind":"natural-person","name":"张三","idNumber":"430602198504151235","phone":"13907300001"} }
            """),
        City, Day);
}
