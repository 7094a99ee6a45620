using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>
/// Accepted with a named gap and a promise to bring it by a day (容缺受理). Reviews go on without the paper; the items that need it are not issued
/// before it is here, and the others do not wait for it. As long as a required item waits nothing is issued, because a paper that never
/// comes withdraws that item, and half a bundle would be left behind.
/// </summary>
public sealed partial class CaseRules
{
    /// <summary>The applicant brings papers that were promised: none other, and each once.</summary>
    private static Decision<CaseState> Deliver(CaseState state, DeliverMaterials deliver, DateTimeOffset now)
    {
        if (state.HasEnded)
            return Decision<CaseState>.Refused(state, HasEnded(state));
        if (deliver.Faults is { } faults)
            return Decision<CaseState>.Refused(state, new Refusal(422, "invalid", "What is brought cannot be taken.", faults));
        if (!deliver.Replaces.Equals(state.Submission))
            return Refuse(state, "delivery-overtaken", "Something else came first; read the case and send again what is still awaited.");
        if (deliver.Materials.FirstOrDefault(m => state.Promises?.Any(p => p.Material == m.Material && state.Awaits(p)) != true) is { } stray)
            return Refuse(state, "not-promised", $"Nobody waits for the material '{stray.Material}' any more.");
        var entry = new JournalEntry("materials-provided", new { deliver.By, Materials = deliver.Materials.Select(m => m.Material), deliver.Submission.Digest });
        var (here, messages) = Arrived(state with { Submission = deliver.Submission }, deliver.Materials, [], now);
        var next = Advance(here, now, entry);
        return next with { Messages = [.. messages, .. next.Messages] };
    }

    internal static Refusal HasEnded(CaseState state) => new(409, "case-has-ended", $"The case has ended: {KebabCase.Of(state.Lifecycle)}.");

    /// <summary>A supplement that brings a promised paper keeps the promise too: whoever did not get the supplement itself gets the paper.</summary>
    private static Decision<CaseState> Supplemented(Decision<CaseState> decision, AnswerSupplement supplement, IReadOnlyList<ItemState> asking, DateTimeOffset now)
    {
        if (decision.State is not { Promises: { } promises } state)
            return decision;
        var given = supplement.Items.SelectMany(i => i.Materials).DistinctBy(m => m.Material).Where(m => promises.Any(p => p.IsOpen && p.Material == m.Material)).ToList();
        if (given.Count == 0)
            return decision;
        var entry = new JournalEntry("materials-provided", new { supplement.By, Materials = given.Select(m => m.Material), supplement.Submission.Digest });
        var (here, messages) = Arrived(state, given, asking, now);
        var next = Advance(here, now, [.. decision.Journal, entry]);
        return next with { Messages = [.. decision.Messages, .. messages, .. next.Messages], Notices = [.. decision.Notices, .. next.Notices] };
    }

    /// <summary>Keeps the promises that these papers fulfil, and hands them to every department that declares them.</summary>
    /// <param name="except">Items that get them another way.</param>
    private static (CaseState State, IReadOnlyList<Outgoing> Messages) Arrived(
        CaseState state, IReadOnlyList<MaterialReference> materials, IReadOnlyList<ItemState> except, DateTimeOffset now)
    {
        var kept = state with { Promises = [.. state.Promises!.Select(p => p.IsOpen && materials.Any(m => m.Material == p.Material) ? p with { ProvidedAt = now } : p)] };
        return (
            // Whoever has passed and waited for this alone is in its department's hands again.
            kept with { Items = [.. kept.Items.Select(i => i is { Lifecycle: ItemLifecycle.ReviewPassed, Holder: ItemState.Applicant } && !kept.AwaitedBy(i).Any() ? i with { Holder = i.Department } : i)] },
            // Before the acceptance no department has heard of it.
            state.AcceptedAt is null ? [] :
            [
                .. state.Items.Where(i => i.NeedsPapers && except.All(e => e.Task != i.Task))
                    .Select(i => PapersFor(kept, i, materials, now)).OfType<Outgoing>(),
            ]);
    }

    /// <summary>
    /// A department is heard of for the first time: what was brought before it had the request came too early there, and is sent once more. It keeps
    /// what it has.
    /// </summary>
    private static Decision<CaseState> Heard(CaseState before, TaskMessage answer, Decision<CaseState> decision)
    {
        if (before.Promises is not { } promises || before.Items.FirstOrDefault(i => i.Task == answer.TaskId) is not { Sequence: 0, InReview: true } item)
            return decision;
        var here = promises.Where(p => p.ProvidedAt is not null && p.IsDeclaredBy(item.Item)).ToList();
        if (here.Count == 0 || !decision.State!.Items.First(i => i.Task == item.Task).IsLive)
            return decision;
        var materials = before.Submission.Read(CaseJson.Default.SubmissionContent).Materials;
        return PapersFor(before, item, materials, here.Max(p => p.ProvidedAt!.Value)) is { } papers ? decision with { Messages = [papers, .. decision.Messages] } : decision;
    }

    private static Outgoing? PapersFor(CaseState state, ItemState item, IReadOnlyList<MaterialReference> materials, DateTimeOffset at)
    {
        var declared = materials.Where(m => state.Promises!.Any(p => p.Material == m.Material && p.ProvidedAt is not null && p.IsDeclaredBy(item.Item))).ToList();
        return declared.Count == 0
            ? null
            : new Outgoing(item.Queue, new ProvideMaterials { CaseId = state.CaseId, TaskId = item.Task, Materials = declared, ProvidedAt = at });
    }

    /// <summary>
    /// A paper did not come in its time: the items that need it are withdrawn, and with a required one the case, of which nothing has been issued
    /// then.
    /// </summary>
    private static Decision<CaseState> PromiseLapses(CaseState state, string material, DateTimeOffset now)
    {
        if (state.Promises!.FirstOrDefault(p => p.Material == material) is not { } promise || !state.Awaits(promise))
            return Decision<CaseState>.Nothing(state);
        var lost = state.Items.Where(i => i.NeedsPapers && promise.Items.Contains(i.Item)).ToList();
        var reason = new Text($"承诺补交的“{promise.Name.Zh}”逾期未交,视为撤回申请", $"What you promised to bring did not come in time ({promise.Name.En}); the application counts as withdrawn");
        var entry = new JournalEntry("promise-lapsed", new { promise.Material, promise.Limit, Items = lost.Select(i => i.Item) });
        var notice = new Notice(Audiences.Applicant(state), "promise-lapsed", reason, new { promise.Material, Items = lost.Select(i => i.Item) });
        state = state with { Promises = [.. state.Promises!.Select(p => p == promise ? p with { LapsedAt = now } : p)] };
        if (lost.Exists(i => i.Required))
        {
            return End(
                state, CaseLifecycle.Withdrawn, CaseOutcome.Withdrawn, StopCause.CaseWithdrawn, ItemLifecycle.Withdrawn, reason, now,
                entry, new JournalEntry("withdrawn", new { By = "rule:promise-lapsed/1", Reason = reason })) with
            { Notices = [notice] };
        }
        var stopped = lost.Select(i => Stop(state, i, StopCause.CaseWithdrawn, reason)).ToList();
        foreach (var item in lost)
            state = With(state, item with { Lifecycle = ItemLifecycle.Withdrawn, Holder = "", Failure = reason, Step = null, Clock = item.InReview ? Kit.Clocks.Ledger.Resumed(item.Clock, now) : item.Clock });
        var next = Advance(state, now, entry);
        return next with { Messages = [.. stopped, .. next.Messages], Notices = [notice, .. next.Notices] };
    }

    /// <summary>Whether the applicant has to act next: to answer, or to bring what a review that passed still waits for.</summary>
    private static bool WaitsForApplicant(CaseState state, ItemState item, Decision decision) =>
        decision.Outcome == ReviewOutcome.Supplement || (decision.Outcome == ReviewOutcome.Pass && state.AwaitedBy(item).Any());

    /// <summary>By when a department may expect which of the papers that its item declares.</summary>
    private IReadOnlyList<PromisedMaterial>? PromisedTo(CaseState state, ItemState item)
    {
        if (state.Promises is not { } promises || !promises.Any(p => p.IsOpen && p.IsDeclaredBy(item.Item)))
            return null;
        return [.. promises.Where(p => p.IsOpen && p.IsDeclaredBy(item.Item)).Select(p => new PromisedMaterial(p.Material, LastDayOf(state, p)))];
    }

    private IEnumerable<JournalEntry> Promised(CaseState state) => (state.Promises ?? []).Where(p => p.IsOpen)
        .Select(p => new JournalEntry("material-promised", new { p.Material, By = LastDayOf(state, p), p.Limit, p.Items }));

    private IReadOnlyList<Notice> ToldOfPromises(CaseState state)
    {
        var open = (state.Promises ?? []).Where(p => p.IsOpen).Select(p => (Promise: p, By: LastDayOf(state, p))).ToList();
        if (open.Count == 0)
            return [];
        return
        [
            new Notice(
                Audiences.Applicant(state), "materials-promised",
                new Text(
                    $"已容缺受理,请按期补交:{string.Join("、", open.Select(p => $"“{p.Promise.Name.Zh}”({p.By:yyyy-MM-dd}前)"))};逾期未交的,视为撤回申请",
                    $"Accepted without what you bring later: {string.Join(", ", open.Select(p => $"{p.Promise.Name.En} by {p.By:yyyy-MM-dd}"))}. What does not come in time counts as withdrawn"),
                new { Materials = open.Select(p => new { p.Promise.Material, p.By, p.Promise.Items }) }),
        ];
    }

    private DateOnly LastDayOf(CaseState state, Promise promise)
    {
        var clock = clockOf(state.Region);
        return clock.DueOf(clock.Deadlines.DateOf(state.AcceptedAt!.Value), promise.Limit);
    }
}
