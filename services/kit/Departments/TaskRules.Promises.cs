using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>Papers that the applicant promised to bring (容缺受理): the review goes on without them, and nothing is issued before they are here.</summary>
public sealed partial class TaskRules
{
    /// <summary>
    /// Papers have come. What is here already stays, so that a repeat changes nothing, nor one that a supplement has overtaken. Before the request
    /// nothing is known of the task: the papers come again once it is answered. After the end nobody wants them.
    /// </summary>
    private static Decision<TaskState> Provided(TaskState? state, ProvideMaterials provided)
    {
        if (state is null or { IsTombstone: true } or { HasEnded: true })
            return Decision<TaskState>.Nothing(state);
        var content = state.Application.Content;
        var fresh = provided.Materials.Where(m => content.Materials.All(c => c.Material != m.Material)).ToList();
        if (fresh.Count == 0)
            return Decision<TaskState>.Nothing(state);
        var application = ContentOf(content.Form, [.. content.Materials, .. fresh]);
        return new Decision<TaskState>
        {
            State = WithPapers(state, fresh, provided.ProvidedAt) with { Application = application },
            Journal = [new JournalEntry("materials-provided", new { Materials = fresh.Select(m => m.Material), provided.ProvidedAt, application.Json.Digest })],
        };
    }

    /// <summary>The task with these papers marked as here.</summary>
    private static TaskState WithPapers(TaskState state, IReadOnlyList<MaterialReference> materials, DateTimeOffset at) => state.Promised is not { } promised
        ? state
        : state with { Promised = [.. promised.Select(p => p.ProvidedAt is null && materials.Any(m => m.Material == p.Material) ? p with { ProvidedAt = at } : p)] };

    /// <summary>What a supplement makes of the materials. A promised paper that came after it was answered, and was brought before it, stays.</summary>
    private static IReadOnlyList<MaterialReference> WithPapersKept(TaskState state, IReadOnlyList<MaterialReference> answered) => state.Promised is not { } promised
        ? answered
        : [.. answered, .. state.Application.Content.Materials.Where(m => promised.Any(p => p.Material == m.Material) && answered.All(a => a.Material != m.Material))];
}
