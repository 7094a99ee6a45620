using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Benchmarks.Yardstick;

/// <summary>What the yardstick's rule reads of the form.</summary>
internal sealed record ReviewForm(ReviewedEnterprise Enterprise);

internal sealed record ReviewedEnterprise(ReviewedName Name);

internal sealed record ReviewedName(string TradeName);

/// <summary>A department of the yardstick: the real life of a task around a rule that passes what has a trade name.</summary>
internal sealed class ReviewHandler(string department) : ItemHandler<ReviewForm>
{
    public override string Item { get; } = ItemOf(department);

    /// <summary>What the join asks of a department, whichever platform carries it.</summary>
    public static RequestReview Request(string department, Guid approval, Guid task, JsonElement form, DateTimeOffset now) => new()
    {
        CaseId = approval,
        TaskId = task,
        Item = ItemOf(department),
        Bundle = "yardstick",
        BundleVersion = "1",
        Region = "430602",
        Authority = $"430602.{department}",
        Applicant = new ApplicantName { Kind = ApplicantKind.NaturalPerson, Name = "张三" },
        Form = form,
        Materials = [],
        SubmittedAt = now,
    };

    private static string ItemOf(string department) => $"{department}.review";

    public override ReviewResult Review(Application<ReviewForm> application, Facts facts) => application.Form.Enterprise.Name.TradeName.Length > 1
        ? new ReviewResult.Passed("yardstick/1", new Text("符合条件", "Meets the conditions"), "《行政许可法》第三十八条", [])
        : throw new InvalidOperationException("the yardstick's form has a trade name");

    public override IssueResult Issue(Application<ReviewForm> application, IReadOnlyList<Licence> inputs, Facts facts) =>
        throw new NotSupportedException("the yardstick ends with the join");
}
